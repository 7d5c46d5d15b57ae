namespace IntegrityWatch.Tests.Detection.Policies;

/// <summary>What a pattern means, tried in every way there is: slow, and too simple to be wrong.</summary>
internal static class NaiveGlob
{
    public static bool Matches(string pattern, string path) => Matches(pattern, 0, path);

    private static bool Matches(string pattern, int at, string path)
    {
        if (at == pattern.Length)
            return path.Length == 0;
        switch (pattern[at])
        {
            case '*':
                var stars = pattern[at..].TakeWhile(letter => letter == '*').Count();
                var next = at + stars;
                if (stars > 1 && at > 0 && pattern[at - 1] == '/' && next < pattern.Length && pattern[next] == '/'
                    && Matches(pattern, next + 1, path))
                    return true;
                return Runs(path, mayCross: stars > 1).Any(rest => Matches(pattern, next, rest));
            case '?':
                return path.Length > 0 && path[0] != '/' && Matches(pattern, at + 1, path[1..]);
            case '[':
                var end = pattern.IndexOf(']', at + (pattern[at + 1] == '!' ? 3 : 2));
                return path.Length > 0 && IsIn(pattern[(at + 1)..end], path[0]) && Matches(pattern, end + 1, path[1..]);
            default:
                return path.Length > 0 && path[0] == pattern[at] && Matches(pattern, at + 1, path[1..]);
        }
    }

    private static IEnumerable<string> Runs(string path, bool mayCross)
    {
        for (var length = 0; length <= path.Length; length++)
        {
            yield return path[length..];
            if (length < path.Length && path[length] == '/' && !mayCross)
                yield break;
        }
    }

    private static bool IsIn(string set, char letter) => letter != '/' && set switch
    {
        ['!', .. var others] => !others.Contains(letter),
        [var first, '-', var last] => letter >= first && letter <= last,
        _ => set.Contains(letter),
    };
}
