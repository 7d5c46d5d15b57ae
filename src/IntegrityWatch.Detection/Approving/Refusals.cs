using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>What speaks against approving a content: circumstances of medium or worse that nobody waived and nothing explains.</summary>
/// <param name="history">Knows what was seen and decided; takes down what only the disk tells of.</param>
/// <param name="judge">Says what is suspicious.</param>
/// <param name="open">All that is open, by path and digest.</param>
/// <param name="files">What lies on disk.</param>
/// <param name="takenAt">When the evidence was taken.</param>
internal sealed class Refusals(IHistoryUpdate history, Judge judge, ILookup<(HostPath, Digest), Finding> open, CapturedFiles files,
    DateTimeOffset takenAt)
{
    /// <summary>What speaks against the content; what never was told before is told by the next scan too.</summary>
    public IReadOnlyList<Finding> Against(PathEvidence path, Digest digest)
    {
        var told = open[(path.Path, digest)].Where(finding => finding.Kind.IsCircumstance()).ToList();
        if (OnDisk(path, digest) is { } seen)
        {
            var known = told.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
            var found = judge.CircumstancesOf(seen).Where(finding => !known.Contains(finding.Id)).ToList();
            if (found.Exists(Counts))
                history.Put(seen);
            told.AddRange(found);
        }
        return [.. told.Where(Counts)];
    }

    private static bool Counts(Finding finding) => finding.Severity >= Severity.Medium && !IsExplained(finding);

    /// <summary>A package's own file may lie where no other program should.</summary>
    private static bool IsExplained(Finding finding) =>
        finding.Kind is FindingKind.SuspiciousLocation or FindingKind.UnknownModule && finding.Package?.MatchesManifest == true;

    /// <summary>What the disk says of the content; null where it is not the disk's.</summary>
    private ObservedDigest? OnDisk(PathEvidence path, Digest digest)
    {
        if (files.OnDisk(path.Path, digest.Algorithm) is not { } now || !now.Equals(digest))
            return null;
        var note = PackageNotes.Of(files.OwnerOf(path.Path), files.MatchesManifest(path.Path));
        return (path.Seen(digest) ?? Unused(path.Path, digest)) with { Package = note, HasNoPackage = files.HasNoPackage(path.Path) };
    }

    private ObservedDigest Unused(HostPath path, Digest digest) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Disk,
        FirstSeen = takenAt,
        LastSeen = takenAt,
        Boots = [],
        LiesOnDisk = true,
    };
}
