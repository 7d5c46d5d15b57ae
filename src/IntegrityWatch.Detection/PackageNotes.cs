using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>What is kept of a package with a file that it owns.</summary>
internal static class PackageNotes
{
    /// <param name="file">Null where no package owns the path.</param>
    /// <param name="matches">Whether the file is what the package installed; null where that cannot be told.</param>
    public static PackageNote? Of(PackagedFile? file, bool? matches) => file is null ? null : new PackageNote
    {
        Name = file.Package.Name,
        Version = file.Package.Version,
        ChangedAt = file.Package.ChangedAt,
        PreviousVersion = file.Package.PreviousVersion,
        MatchesManifest = matches,
        IsScript = file.IsScript,
    };
}
