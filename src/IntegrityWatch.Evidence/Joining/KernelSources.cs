using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Platform;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Joining;

/// <summary>
/// Whether what a live host's kernel is said to tell comes from the kernel: whoever is root can mount a folder of files over what it shows.
/// </summary>
internal static class KernelSources
{
    private const string BootId = "proc/sys/kernel/random/boot_id";

    private static readonly IReadOnlyList<(string Path, long Kind, string Name)> Sources =
    [
        (ListPaths.Folder, FileSystems.Securityfs, "securityfs"),
        .. ListPaths.ByPreference.Select(list => (list, FileSystems.Securityfs, "securityfs")),
        (ListPaths.Count, FileSystems.Securityfs, "securityfs"),
        ("sys/class/tpm/tpm0", FileSystems.Sysfs, "sysfs"),
        (BootId, FileSystems.Proc, "proc"),
        ("proc/self/mountinfo", FileSystems.Proc, "proc"),
    ];

    /// <summary>Null where all that is there is the kernel's.</summary>
    /// <param name="root">Of the running kernel.</param>
    /// <param name="listId">Of which boot it is told.</param>
    public static Incident? Missing(EvidenceRoot root, string listId)
    {
        var wrong = Sources.Where(source => root.FileSystemOf(source.Path) is { } kind && kind != source.Kind).ToList();
        return wrong.Count == 0 ? null : new Incident
        {
            Kind = FindingKind.EvidenceGap,
            Gap = EvidenceGapCause.SourcesNotKernels,
            Subject = $"{listId} sources",
            Sources = EvidenceSources.Ima,
            Persists = true,
            Count = wrong.Count,
            Cause = "what stands where the kernel shows what it measured is not the kernel's: "
                + string.Join(", ", wrong.Take(3).Select(source => $"{root.Locate(source.Path)} is on no {source.Name}")),
        };
    }
}
