namespace IntegrityWatch.Detection;

/// <summary>Which name was meant: the one that takes the fewest changes of a letter.</summary>
public static class NearestName
{
    /// <summary>Longer than any name: what was written may have any length.</summary>
    private const int MostCharacters = 64;

    public static string Of(string typed, IEnumerable<string> names)
    {
        var wanted = Folded(typed);
        return names.MinBy(name => Distance(wanted, Folded(name)))!;
    }

    /// <summary>The nearest name, where it is near enough that it may have been meant; null otherwise.</summary>
    public static string? Within(string typed, IEnumerable<string> names)
    {
        var candidates = names.ToList();
        return candidates.Count > 0 && Of(typed, candidates) is var near && Distance(Folded(typed), Folded(near)) <= 3
            ? near
            : null;
    }

    private static string Folded(string name) => (name.Length > MostCharacters ? name[..MostCharacters] : name).ToLowerInvariant();

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
