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
}
