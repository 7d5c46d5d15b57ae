using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.AuditRules;

/// <summary>
/// Audit rules in the order in which they are loaded: a rules file, a folder of them, or what auditctl -l printed.
/// </summary>
public sealed class RuleSource
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const string StandardInput = "-";
    private const string Folder = "etc/audit/rules.d";
    private const string Compiled = "etc/audit/audit.rules";

    /// <summary>No host has that many; a tree made for it could otherwise fill the memory.</summary>
    private const int MostFiles = 64;

    internal RuleSource(string name, IReadOnlyList<RuleLine> lines, bool isListing = false) =>
        (Name, Lines, IsListing) = (name, lines, isListing);

    /// <summary>As it was named.</summary>
    public string Name { get; }

    internal IReadOnlyList<RuleLine> Lines { get; }

    /// <summary>True where the rules are loaded already, and these lines show them.</summary>
    internal bool IsListing { get; }

    /// <param name="name">A file, a folder such as /etc/audit/rules.d, or <c>-</c> for what <c>auditctl -l</c> prints.</param>
    /// <param name="standardInput">Opened only for <c>-</c>.</param>
    /// <exception cref="CannotCheckException">It cannot be read.</exception>
    public static RuleSource Read(string name, Func<Stream> standardInput)
    {
        try
        {
            if (name == StandardInput)
                return new RuleSource(name, Listing(ReadAll(standardInput())), isListing: true);
            if (Directory.Exists(name))
                return new RuleSource(name, Gathered(name));
            using var file = NamedFile.OpenAny(name);
            return new RuleSource(name, [.. RuleLine.Of(name, ReadAll(file))]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"audit rules cannot be read: {name}",
                "name rules files, a folder of them, or - for the output of auditctl -l", fault);
        }
    }

    /// <summary>
    /// The rules that a host loads when it boots: those of etc/audit/rules.d, else etc/audit/audit.rules; null where it has none.
    /// </summary>
    /// <exception cref="CannotCheckException">They are there and cannot be read.</exception>
    public static RuleSource? Under(EvidenceRoot root)
    {
        var files = new List<(string Name, byte[] Content)>();
        foreach (var path in root.FilesBelow(HostPath.Of("/" + Folder)).Where(IsRules).Take(MostFiles))
        {
            files.Add((root.Locate(path.ToString()[1..]), ReadUnder(root, path)));
            if (files.Sum(file => (long)file.Content.Length) > MostBytes)
                throw new CannotCheckException($"too large for audit rules: {root.Locate(Folder)}");
        }
        files.Sort((left, right) => VersionOrder.Instance.Compare(left.Name, right.Name));
        if (files.Count > 0)
            return new RuleSource(root.Locate(Folder), Gathered(files));
        using var compiled = root.Open(Compiled);
        return compiled is null ? null : new RuleSource(root.Locate(Compiled), [.. RuleLine.Of(root.Locate(Compiled), ReadAll(compiled))]);
    }

    /// <summary>augenrules does not look into folders below.</summary>
    private static bool IsRules(HostPath path) =>
        path.Bytes.EndsWith(".rules"u8) && path.Bytes.Length == Folder.Length + 2 + path.FileName.Length;

    private static byte[] ReadUnder(EvidenceRoot root, HostPath path)
    {
        try
        {
            using var file = root.Open(path) ?? throw new IOException("permission denied");
            return ReadAll(file);
        }
        catch (IOException fault)
        {
            throw new CannotCheckException($"audit rules cannot be read: {root.Locate(path.ToString()[1..])}", "run as root", fault);
        }
    }

    /// <summary>
    /// What augenrules makes of a folder: its .rules files in the order of their names, with the last -D, -b and -f of all
    /// before the rest, and the last -e behind.
    /// </summary>
    private static List<RuleLine> Gathered(string folder)
    {
        var files = Directory.GetFiles(folder, "*.rules");
        if (files.Length == 0)
            throw new CannotCheckException($"no audit rules in the folder: {folder}",
                "augenrules reads files that end in .rules");
        Array.Sort(files, VersionOrder.Instance);
        return Gathered(files.Select(Read));
    }

    private static (string Name, byte[] Content) Read(string name)
    {
        using var file = NamedFile.OpenAny(name);
        return (name, ReadAll(file));
    }

    private static List<RuleLine> Gathered(IEnumerable<(string Name, byte[] Content)> files)
    {
        RuleLine? clear = null, backlog = null, failure = null, enabled = null;
        var rest = new List<RuleLine>();
        foreach (var (name, content) in files)
            foreach (var line in RuleLine.Of(name, content))
                switch (line.First)
                {
                    case "-D" when line.Words.Count == 1:
                        clear = line;
                        break;
                    case ['-', 'b', ..]:
                        backlog = line;
                        break;
                    case ['-', 'f', ..]:
                        failure = line;
                        break;
                    case ['-', 'e', ..]:
                        enabled = line;
                        break;
                    default:
                        rest.Add(line);
                        break;
                }
        return [.. new[] { clear, backlog, failure }.OfType<RuleLine>(), .. rest, .. new[] { enabled }.OfType<RuleLine>()];
    }

    /// <summary>Without the line that stands for nothing, <c>No rules</c>.</summary>
    private static List<RuleLine> Listing(byte[] content) =>
        [.. RuleLine.Of(StandardInput, content).Where(line => line.First != "No")];

    private static byte[] ReadAll(Stream stream) =>
        NamedFile.ReadAll(stream, MostBytes) ?? throw new IOException("too large for audit rules");
}

/// <summary>
/// The order of <c>ls -v</c>, in which augenrules reads its files: numbers by what they count, <c>9-x</c> before <c>10-x</c>.
/// </summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var first = Take(ref left);
            var second = Take(ref right);
            var difference = first.Length != second.Length && char.IsAsciiDigit(first[0]) && char.IsAsciiDigit(second[0])
                ? first.Length - second.Length
                : first.SequenceCompareTo(second);
            if (difference != 0)
                return difference;
        }
        return left.Length - right.Length;
    }

    /// <summary>The next character, or the next number without the zeros before it.</summary>
    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        var digits = 0;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            digits++;
        var taken = rest[..Math.Max(digits, 1)];
        rest = rest[taken.Length..];
        return digits > 1 ? taken[..^1].TrimStart('0').Length == 0 ? taken[^1..] : taken.TrimStart('0') : taken;
    }
}
