namespace IntegrityWatch.Evidence.Host;

/// <summary>Whether the kernel measures what is only read, besides what is run and mapped: FILE_CHECK, or the built-in policy tcb.</summary>
internal static class MeasuredReading
{
    public static bool IsKnown(EvidenceRoot root) =>
        (LoadedPolicy.TextOf(root) ?? "").Split('\n').Any(IsRuleOfReading)
        || (root.ReadLine("proc/cmdline") ?? "").Split(' ').Any(word => word is "ima_tcb"
            || (word.StartsWith("ima_policy=", StringComparison.Ordinal) && word["ima_policy=".Length..].Split('|', '"').Contains("tcb")));

    private static bool IsRuleOfReading(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is ["measure", ..] && (words.Contains("func=FILE_CHECK") || words.Contains("func=PATH_CHECK"));
    }
}
