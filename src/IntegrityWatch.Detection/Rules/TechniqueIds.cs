namespace IntegrityWatch.Detection.Rules;

/// <summary>ATT&amp;CK technique ids in the key of an audit rule.</summary>
internal static class TechniqueIds
{
    private const int Length = 5;
    private const int LengthWithPart = 9;

    /// <summary>
    /// Every <c>T1234</c> and <c>T1234.001</c> that stands between other characters than letters and digits:
    /// <c>T1053.003-Cron</c>, <c>Deobfuscate_T1140</c>, <c>T1078.003_64</c>.
    /// </summary>
    public static IEnumerable<string> In(string key)
    {
        for (var at = key.IndexOf('T'); at >= 0; at = key.IndexOf('T', at + 1))
        {
            if (at > 0 && char.IsAsciiLetterOrDigit(key[at - 1]))
                continue;
            if (IsId(key, at, LengthWithPart))
                yield return key.Substring(at, LengthWithPart);
            else if (IsId(key, at, Length))
                yield return key.Substring(at, Length);
        }
    }

    private static bool IsId(string key, int start, int length)
    {
        var end = start + length;
        if (end > key.Length || (end < key.Length && char.IsAsciiLetterOrDigit(key[end])))
            return false;
        for (var at = start + 1; at < end; at++)
            if (at - start == Length ? key[at] != '.' : !char.IsAsciiDigit(key[at]))
                return false;
        return true;
    }
}
