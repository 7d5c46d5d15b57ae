namespace IntegrityWatch.Evidence.Ima;

/// <summary>Where a kernel shows its measurement list, below the root.</summary>
public static class ListPaths
{
    public const string Folder = "sys/kernel/security/ima/";

    /// <summary>How many entries the kernel counts.</summary>
    public const string Count = Folder + "runtime_measurements_count";

    /// <summary>Some kernels have such a file beside a list, through which they hand entries out and drop them.</summary>
    public const string StagedSuffix = "_staged";

    /// <summary>The binary form tells names from entries, the ASCII form does not; a wider list says more than a narrow one.</summary>
    public static readonly IReadOnlyList<string> ByPreference =
    [
        Folder + "binary_runtime_measurements", Folder + "binary_runtime_measurements_sha256", Folder + "binary_runtime_measurements_sha384",
        Folder + "binary_runtime_measurements_sha512", Folder + "binary_runtime_measurements_sm3", Folder + "binary_runtime_measurements_sha1", Folder + "ascii_runtime_measurements",
    ];

    /// <summary>The best list that is there, and its path; null where there is none.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read.</exception>
    public static (string Path, FileStream File)? Open(EvidenceRoot root)
    {
        foreach (var path in ByPreference)
            if (root.Open(path) is { } file)
                return (path, file);
        return null;
    }
}
