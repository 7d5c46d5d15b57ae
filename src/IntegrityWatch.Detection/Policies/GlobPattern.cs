using System.Text;

namespace IntegrityWatch.Detection.Policies;

/// <summary>
/// A pattern over the bytes of a path: <c>*</c> is any run without a slash, <c>**</c> any run, <c>/**/</c> any folders or none,
/// <c>?</c> one byte, <c>[abc]</c>, <c>[a-z]</c> and <c>[!abc]</c> one byte of a set or none of it, but never a slash; everything
/// else stands for itself.
/// Matching takes time in proportion to pattern times path squared at the very worst, never more.
/// </summary>
public sealed class GlobPattern
{
    private readonly GlobToken[] tokens;

    /// <summary>
    /// What stands for itself before the first wildcard and behind the last, and the longest such run anywhere: most paths are told
    /// apart by these.
    /// </summary>
    private readonly byte[] beginning;
    private readonly byte[] ending;
    private readonly byte[] longest;

    private GlobPattern(GlobToken[] tokens)
    {
        this.tokens = tokens;
        beginning = [.. tokens.TakeWhile(IsPlain).Select(token => token.Single)];
        ending = [.. tokens.Reverse().TakeWhile(IsPlain).Reverse().Select(token => token.Single)];
        longest = LongestRun(tokens);
    }

    /// <exception cref="FormatException">The pattern is empty or a set in it has no end.</exception>
    public static GlobPattern Parse(string pattern)
    {
        // A list in a JSON file can hold null, whatever its type says.
        if (string.IsNullOrEmpty(pattern))
            throw new FormatException("a pattern is empty");
        var bytes = Encoding.UTF8.GetBytes(pattern).AsSpan();
        var tokens = new List<GlobToken>(bytes.Length);
        while (!bytes.IsEmpty)
            bytes = bytes[TakeToken(bytes, tokens)..];
        return new GlobPattern([.. tokens]);
    }

    public bool Matches(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(beginning) || !path.EndsWith(ending) || path.IndexOf(longest) < 0)
            return false;
        int at = beginning.Length, token = beginning.Length;
        // Where to go on when a guess fails: after the last * (which may not swallow a slash), else after the last ** or /**/.
        int starToken = -1, starAt = 0, deepToken = -1, deepAt = 0;
        while (true)
        {
            if (token < tokens.Length && tokens[token].Kind == GlobTokenKind.Star)
            {
                (starToken, starAt) = (++token, at);
                continue;
            }
            if (token < tokens.Length && tokens[token].Kind is GlobTokenKind.DeepStar or GlobTokenKind.Folders)
            {
                (deepToken, deepAt, starToken) = (++token, at, -1);
                continue;
            }
            if (at == path.Length && token == tokens.Length)
                return true;
            if (at < path.Length && token < tokens.Length && tokens[token].Matches(path[at]))
            {
                at++;
                token++;
                continue;
            }
            if (starToken >= 0 && starAt < path.Length && path[starAt] != (byte)'/')
                (token, at) = (starToken, ++starAt);
            else if (deepToken >= 0 && Longer(tokens[deepToken - 1].Kind, path[deepAt..]) is > 0 and var step)
                (token, at, starToken) = (deepToken, deepAt += step, -1);
            else
                return false;
        }
    }

    private static byte[] LongestRun(GlobToken[] tokens)
    {
        List<byte> longest = [], run = [];
        foreach (var token in tokens)
        {
            if (!IsPlain(token))
                End();
            if (token.EndsInSlash)
                // Folders, even none of them, leave a slash before what follows.
                run.Add((byte)'/');
            else if (IsPlain(token))
                run.Add(token.Single);
        }
        End();
        return [.. longest];

        void End()
        {
            if (run.Count > longest.Count)
                (longest, run) = (run, longest);
            run.Clear();
        }
    }

    private static bool IsPlain(GlobToken token) => token.Kind == GlobTokenKind.Byte;

    /// <summary>By how many bytes a run can be made longer; 0 where it cannot.</summary>
    private static int Longer(GlobTokenKind run, ReadOnlySpan<byte> rest) =>
        run == GlobTokenKind.Folders ? rest.IndexOf((byte)'/') + 1 : Math.Min(rest.Length, 1);

    private static int TakeToken(ReadOnlySpan<byte> rest, List<GlobToken> tokens)
    {
        switch (rest[0])
        {
            case (byte)'*':
                var stars = rest.IndexOfAnyExcept((byte)'*');
                stars = stars < 0 ? rest.Length : stars;
                if (stars > 1 && tokens is [.., { EndsInSlash: true }] && stars < rest.Length && rest[stars] == (byte)'/')
                {
                    tokens.Add(GlobToken.Folders);
                    return stars + 1;
                }
                tokens.Add(stars == 1 ? GlobToken.Star : GlobToken.DeepStar);
                return stars;
            case (byte)'?':
                tokens.Add(GlobToken.NoneOf([]));
                return 1;
            case (byte)'[':
                return TakeSet(rest, tokens);
            default:
                tokens.Add(GlobToken.Byte(rest[0]));
                return 1;
        }
    }

    private static int TakeSet(ReadOnlySpan<byte> rest, List<GlobToken> tokens)
    {
        var negated = rest.Length > 1 && rest[1] is (byte)'!' or (byte)'^';
        var first = negated ? 2 : 1;
        // A bracket that comes first stands for itself, as in the shell.
        var end = first + 1 < rest.Length ? rest[(first + 1)..].IndexOf((byte)']') : -1;
        if (end < 0)
            throw new FormatException("a set has no closing bracket");
        var members = new List<byte>();
        var set = rest.Slice(first, end + 1);
        for (var i = 0; i < set.Length; i++)
            if (i + 2 < set.Length && set[i + 1] == (byte)'-')
            {
                for (int member = set[i]; member <= set[i + 2]; member++)
                    members.Add((byte)member);
                i += 2;
            }
            else
                members.Add(set[i]);
        tokens.Add(negated ? GlobToken.NoneOf(members)
            : members is [not (byte)'/' and var only] ? GlobToken.Byte(only)
            : GlobToken.AnyOf(members));
        return first + end + 2;
    }
}

/// <summary>One step of a pattern.</summary>
internal readonly struct GlobToken
{
    private readonly byte[]? set;

    private GlobToken(GlobTokenKind kind, byte single = 0, byte[]? set = null) =>
        (Kind, Single, this.set) = (kind, single, set);

    public GlobTokenKind Kind { get; }

    /// <summary>The byte that a <see cref="GlobTokenKind.Byte"/> stands for.</summary>
    public byte Single { get; }

    public static GlobToken Star => new(GlobTokenKind.Star);

    public static GlobToken DeepStar => new(GlobTokenKind.DeepStar);

    /// <summary>Any number of whole folders with the slash behind each.</summary>
    public static GlobToken Folders => new(GlobTokenKind.Folders);

    /// <summary>What follows stands at the beginning of a name.</summary>
    public bool EndsInSlash => Kind == GlobTokenKind.Folders || (Kind == GlobTokenKind.Byte && Single == (byte)'/');

    public static GlobToken Byte(byte value) => new(GlobTokenKind.Byte, value);

    public static GlobToken AnyOf(IReadOnlyList<byte> members) =>
        new(GlobTokenKind.AnyOf, set: [.. members.Where(member => member != (byte)'/')]);

    public static GlobToken NoneOf(IReadOnlyList<byte> members) => new(GlobTokenKind.NoneOf, set: [.. members, (byte)'/']);

    public bool Matches(byte value) => Kind switch
    {
        GlobTokenKind.Byte => value == Single,
        GlobTokenKind.AnyOf => set.AsSpan().Contains(value),
        GlobTokenKind.NoneOf => !set.AsSpan().Contains(value),
        GlobTokenKind.Star or GlobTokenKind.DeepStar or GlobTokenKind.Folders => false,
    };
}

internal enum GlobTokenKind
{
    Byte,
    AnyOf,
    NoneOf,
    Star,
    DeepStar,
    Folders,
}
