namespace IntegrityWatch.Evidence.Host;

/// <summary>Whether the kernel measures what is only read, besides what is run and mapped: FILE_CHECK, or the built-in policy tcb.</summary>
internal static class MeasuredReading
{
    /// <summary>The policy that the kernel shows decides; a policy that was written takes the place of the built-in one.</summary>
    public static bool IsKnown(EvidenceRoot root) => LoadedPolicy.Of(root) is { } policy ? policy.MeasuresOpening
        : (root.ReadLine("proc/cmdline") ?? "").Split(' ').Any(word => word is "ima_tcb"
            || (word.StartsWith("ima_policy=", StringComparison.Ordinal) && word["ima_policy=".Length..].Split('|', '"').Contains("tcb")));
}
