using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>
/// Tells an initramfs's copy from content that was used and written over. Both stand in this boot's list and not on disk; the copy was
/// used before the disk was there and before anything could write a record of it.
/// </summary>
internal sealed class BesideDisk
{
    private readonly IHistory history;
    private readonly string listId;
    private readonly ILookup<HostPath, Finding> open;
    private readonly int number;
    private readonly long? firstLogged;

    /// <param name="history">Knows what was approved before.</param>
    /// <param name="listId">The list of this boot.</param>
    /// <param name="firstLogged">
    /// The first entry of this boot that has a record; null where this boot's log is not whole from there on, or there is none.
    /// </param>
    /// <param name="open">All that is open, by path.</param>
    /// <param name="number">The generation that is made.</param>
    public BesideDisk(IHistory history, string listId, long? firstLogged, ILookup<HostPath, Finding> open, int number) =>
        (this.history, this.listId, this.firstLogged, this.open, this.number) = (history, listId, firstLogged, open, number);

    /// <summary>What this boot's list holds of the path and neither the disk nor the baseline does.</summary>
    public IEnumerable<ObservedDigest> Candidates(PathDecision path) => path.Evidence.Observed
        .Where(seen => IsListed(seen) && !path.Current.Contains(seen.Digest)
            && path.Current.Exists(now => now.Algorithm == seen.Digest.Algorithm)
            // What was approved here needs no approval; what was on disk when it was is no copy, but an old version.
            && history.Approval(seen.Path, seen.Digest) is null or { IsSuperseded: true, WasOnDisk: false })
        .OrderBy(seen => seen.ListEntry);

    /// <summary>True where nothing contradicts that it is a copy that was used before the disk was there.</summary>
    public bool Stands(PathDecision path, ObservedDigest seen) =>
        seen.ListEntry < firstLogged && MayBeCopy(path, seen)
        && (number == 1 || history.Approvals(seen.Digest).Any(known => known.Generation < number) || seen.Package?.MatchesManifest == true);

    /// <summary>True where it may be such a copy, and a person who says so is believed.</summary>
    public bool MayBeCopy(PathDecision path, ObservedDigest seen) =>
        path.Current.Exists(now => path.Evidence.Seen(now) is { } current && IsListed(current) && seen.ListEntry < current.ListEntry)
        && open[seen.Path].All(finding => finding.Kind.IsDrift() || !(finding.Digest is null || finding.Digest.Equals(seen.Digest)));

    private bool IsListed(ObservedDigest seen) => seen.Boots is [.., var boot] && boot == listId;
}
