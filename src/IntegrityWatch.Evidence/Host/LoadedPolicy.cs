using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Host;

/// <summary>The IMA policy that the kernel has loaded, where it shows it: without CONFIG_IMA_READ_POLICY the file may not even be read by root.</summary>
internal static class LoadedPolicy
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Null where it is not shown.</summary>
    public static string? TextOf(EvidenceRoot root)
    {
        try
        {
            return root.ReadText("sys/kernel/security/ima/policy", MostBytes) is { Length: > 0 } text ? text : null;
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }

    /// <summary>What sorts of files it measures, by any of its rules (ima_policy(5)); null where it is not shown.</summary>
    public static ProgramSorts? MeasuredBy(EvidenceRoot root) => TextOf(root) is not { } policy ? null
        : policy.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(words => words is ["measure", ..])
            .Aggregate(ProgramSorts.None, (sorts, words) => sorts | words.FirstOrDefault(word => word.StartsWith("func=", StringComparison.Ordinal)) switch
            {
                "func=BPRM_CHECK" or "func=CREDS_CHECK" => ProgramSorts.Programs,
                "func=MMAP_CHECK" or "func=FILE_MMAP" or "func=MMAP_CHECK_REQPROT" => ProgramSorts.Libraries,
                "func=MODULE_CHECK" => ProgramSorts.Modules,
                // Opening measures what is mapped and loaded afterwards; a rule without a function is for all of them.
                "func=FILE_CHECK" or "func=PATH_CHECK" => ProgramSorts.Libraries | ProgramSorts.Modules,
                null => ProgramSorts.Programs | ProgramSorts.Libraries | ProgramSorts.Modules,
                _ => ProgramSorts.None,
            });
}
