namespace IntegrityWatch.Evidence.Audit;

/// <summary>The ATT&amp;CK techniques that an audit rule's key names: an id at a word's boundary, anywhere in it.</summary>
public static class TechniqueKey
{
    private const int TechniqueDigits = 4;
    private const int SubDigits = 3;

    /// <summary>
    /// <c>T1053.003-Scheduled_Task</c>, <c>T1078.003_64</c>, <c>Deobfuscate_T1140</c>, <c>T1053_003_cron</c>; each id once, in capitals
    /// and with a dot, in the order of the key.
    /// </summary>
    public static IReadOnlyList<string> Ids(string key)
    {
        List<string>? ids = null;
        for (var start = 0; start < key.Length; start++)
        {
            if (key[start] is not ('T' or 't') || (start > 0 && char.IsLetterOrDigit(key[start - 1]))
                || !HasDigits(key, start + 1, TechniqueDigits))
                continue;
            var end = start + 1 + TechniqueDigits;
            var id = "T" + key[(start + 1)..end];
            if (end < key.Length && key[end] is '.' or '_' or '/' && HasDigits(key, end + 1, SubDigits))
                id += "." + key[(end + 1)..(end + 1 + SubDigits)];
            ids ??= [];
            if (!ids.Contains(id))
                ids.Add(id);
            start = end - 1;
        }
        return ids ?? (IReadOnlyList<string>)[];
    }

    /// <summary>That many digits and no letter or digit after them.</summary>
    private static bool HasDigits(string key, int start, int count) =>
        start + count <= key.Length
        && !key.AsSpan(start, count).ContainsAnyExceptInRange('0', '9')
        && (start + count == key.Length || !char.IsLetterOrDigit(key[start + count]));
}
