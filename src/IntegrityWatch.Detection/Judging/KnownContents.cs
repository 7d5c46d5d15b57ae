using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>What the history holds of a path and of a digest; of an update, the scan that is being made is part of it.</summary>
internal sealed class KnownContents(IHistory history)
{
    private const int MostSameDigestPaths = 20;

    // A digest may have thousands of paths, as that of nothing has, and be asked for with each of them.
    private readonly Dictionary<Digest, HostPath[]> approvedWith = [];

    // Built when it is asked for first, which only a file without a path is reason for.
    private readonly Lazy<ILookup<Digest, ObservedDigest>> explained = new(() => history.AllObserved()
        .Where(seen => PackageExplanation.Of(seen, history, []) is { Accounts: true })
        .ToLookup(seen => seen.Digest));

    // The same of a script that ran from a folder in which it had a name for once.
    private readonly Lazy<HashSet<Digest>> scripts = new(() => [.. history.AllObserved()
        .Where(seen => PackageExplanation.InstallerOf(seen, history) is not null
            || (seen.Package is { IsScript: true } && PackageExplanation.Of(seen, history, history.Approvals(seen.Path)) is { Accounts: true }))
        .Select(seen => seen.Digest)]);

    /// <summary>True for the content of a package's script that a package manager is known to have run, under whatever name.</summary>
    public bool IsKnownScript(Digest digest) => !EmptyContent.Is(digest) && scripts.Value.Contains(digest);

    /// <summary>A file of the host with this content, of which its package accounts for what lay on disk; null where there is none.</summary>
    public ObservedDigest? ExplainedOnDisk(ObservedDigest seen) => EmptyContent.Is(seen.Digest) ? null
        : explained.Value[seen.Digest].Where(other => other is { Package.MatchesManifest: true }).MinBy(other => other.Path);

    public bool IsApproved(ObservedDigest seen) => ApprovalOf(seen, ApprovalsOf(seen.Path)) is { IsSuperseded: false };

    /// <summary>Other paths for which the digest is approved, in byte order; no more than a person reads. An empty file is a copy of nothing.</summary>
    public IReadOnlyList<HostPath> SameDigestAs(ObservedDigest seen)
    {
        if (EmptyContent.Is(seen.Digest))
            return [];
        if (!approvedWith.TryGetValue(seen.Digest, out var paths))
            approvedWith[seen.Digest] = paths = [.. history.Approvals(seen.Digest)
                // A capture names what ran in memory, and nothing can be a copy of that.
                .Where(known => !known.IsSuperseded && known.Path.IsAbsolute)
                .Select(known => known.Path)
                .Distinct()
                .Order()
                .Take(MostSameDigestPaths + 1)];
        return [.. paths.Where(path => path != seen.Path).Take(MostSameDigestPaths)];
    }

    /// <summary>The first path in byte order under which the content was approved when it was used; none for a file of no bytes.</summary>
    public HostPath ApprovedWhenUsed(ObservedDigest seen) => EmptyContent.Is(seen.Digest) ? default
        : history.Approvals(seen.Digest).Where(known => known.Path.IsAbsolute && !(known.SupersededIn <= seen.UsedIn)).Select(known => known.Path).Order().FirstOrDefault();

    /// <summary>The approval of the digest for the path; null where there is none.</summary>
    public Approval? ApprovalOf(ObservedDigest seen, IReadOnlyList<Approval> approvals) =>
        approvals.FirstOrDefault(known => known.Digest.Equals(seen.Digest))
        ?? (seen.Twin is { } twin ? approvals.FirstOrDefault(known => known.Digest.Equals(twin)) : null)
        ?? UnderItsTrueName(seen);

    /// <summary>Every approval of the path, superseded ones with them.</summary>
    public IReadOnlyList<Approval> ApprovalsOf(HostPath path)
    {
        var approvals = history.Approvals(path);
        if (approvals.Count > 0)
            return approvals;
        // A generation made without the audit log knows the path as the list shows it.
        var listed = path.AsListed();
        return listed == path ? approvals : [.. history.Approvals(listed).Where(known => known.PathMayHoldSpaces)];
    }

    /// <summary>
    /// Where only the list tells of a file, a space of its name is an underscore, and it may be a file that is approved by its true name.
    /// </summary>
    private Approval? UnderItsTrueName(ObservedDigest seen) => seen.PathMayHoldSpaces
        ? history.Approvals(seen.Digest).Where(known => known.Path.AsListed() == seen.Path).OrderBy(known => known.IsSuperseded).FirstOrDefault()
        : null;

    /// <summary>What else the path was seen with.</summary>
    public List<ObservedDigest> Others(ObservedDigest seen) =>
        [.. history.Observed(seen.Path).Where(other => !other.Digest.Equals(seen.Digest))];
}
