using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;

namespace IntegrityWatch.Detection;

/// <summary>A file is read once: for what the kernel measured, and for what its package installed.</summary>
internal static class WithManifest
{
    /// <summary>Those of the algorithms that can be computed here, each once, and the one of the owner's manifest.</summary>
    /// <param name="algorithms">In which the file is known.</param>
    /// <param name="owner">Null where no package owns it.</param>
    public static IReadOnlyList<string> Algorithms(IEnumerable<string> algorithms, PackagedFile? owner) =>
        [.. algorithms.Concat(owner?.Manifest is { } manifest ? [manifest.Algorithm] : []).Where(FileHasher.CanCompute).Distinct()];
}
