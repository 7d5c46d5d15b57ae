using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Approving;

/// <summary>Writes into the generation what a capture decided, and closes what that settles and nothing else.</summary>
internal sealed class CaptureApproval
{
    private readonly IHistoryUpdate history;
    private readonly GenerationDraft draft;
    private readonly EvidenceSnapshot evidence;
    private readonly CaptureRequest request;
    private readonly DateTimeOffset now;
    private readonly Closing closing;
    private readonly Decisions decisions;
    private readonly List<HostPath> byLastUse = [];
    private readonly List<HostPath> vouched = [];
    private readonly List<Finding> staysOpen = [];
    private readonly long? ordinal;

    public CaptureApproval(IHistoryUpdate history, GenerationDraft draft, EvidenceSnapshot evidence, CaptureRequest request, DateTimeOffset now)
    {
        this.history = history;
        this.draft = draft;
        this.evidence = evidence;
        this.request = request;
        this.now = now;
        ordinal = BootLog.OrdinalOf(evidence);
        closing = new Closing(history, draft.Number);
        decisions = new Decisions(history, draft.Number, now, request.Reason, request.By);
    }

    public void Approve(PathDecision path, CapturedFiles files)
    {
        if (path.ByLastUse)
            byLastUse.Add(path.Path);
        if (files.MatchesManifest(path.Path) == true)
            vouched.Add(path.Path);
        var spaces = path.Evidence.MayHoldSpaces;
        foreach (var current in path.Current)
            draft.Approve(path.Path, current, onDisk: true, spaces);
        foreach (var seen in path.Beside)
            draft.Approve(path.Path, seen.Digest, onDisk: false, spaces);
        foreach (var known in path.Evidence.Approvals.Where(known => !known.IsSuperseded && IsLeftBehind(path, known)))
            draft.Supersede(known);
        foreach (var finding in path.Waived)
            decisions.Add(DecisionVerb.Waive, finding);
    }

    /// <summary>Closes what was approved, waived, or explained and is over; notes what stays open of older contents.</summary>
    public void Close(IReadOnlyList<Finding> open, IReadOnlyList<PathDecision> paths, CapturedFiles files)
    {
        var approved = paths.Where(path => path.IsApproved).ToDictionary(path => path.Path);
        foreach (var finding in open.Where(finding => approved.TryGetValue(finding.Path, out var path) && IsOfOlderPlace(path, finding)))
            decisions.Add(DecisionVerb.Waive, finding);
        KeepUntold(paths);
        var found = open.Concat(paths.SelectMany(path => path.Waived)).DistinctBy(finding => finding.Id).ToDictionary(finding => finding.Id, StringComparer.Ordinal);
        foreach (var life in history.Findings().Where(life => life is { Closed: null, AcceptedAt: null }))
            if (!found.TryGetValue(life.Id, out var finding))
                continue;
            else if (decisions.Waives(finding))
                closing.Close(life, FindingClosure.Waived);
            else if (finding.Kind == FindingKind.NoBaseline)
                closing.Close(life, FindingClosure.Over);
            // Below a folder that this user may not enter a file only seems to be gone.
            else if (finding.Digest is not { } digest || life.Realm != Realm.Host || files.IsUnreadable(finding.Path))
                continue;
            else if (approved.TryGetValue(finding.Path, out var path))
                CloseOfApproved(life, finding, path, digest);
            else if (life.Explained && files.DiskIsThere && finding.Path.IsAbsolute && !files.IsThere(finding.Path))
                closing.Close(life, FindingClosure.Explained);
    }

    /// <summary>What only this capture saw is told by the next scan, or waived from here on.</summary>
    private void KeepUntold(IReadOnlyList<PathDecision> paths)
    {
        var lives = history.Findings().Select(life => life.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var finding in paths.SelectMany(path => path.Refused.Concat(path.Waived)).Where(finding => lives.Add(finding.Id)))
            history.Put(finding.LifeOf(now, history.State.Counted));
    }

    /// <summary>Completes the generation, with what was done.</summary>
    public CapturePlan Complete(PackageVersions? packages)
    {
        var generation = draft.Complete(
            new GenerationFacts(GenerationOrigin.Capture, evidence.TakenAt)
            {
                Name = request.Name,
                Reason = request.Reason,
                By = request.By,
                BootId = evidence.Host.BootId,
                Mark = BootLog.MarkOf(evidence, request.Own),
            },
            packages);
        return new CapturePlan
        {
            Generation = generation,
            Approved = draft.Approved,
            Superseded = draft.Superseded,
            ByLastUse = new SortedSet<HostPath>(byLastUse),
            AsInstalled = vouched.ToHashSet(),
            Waived = decisions.Of(DecisionVerb.Waive),
            Resolved = decisions.Of(DecisionVerb.Resolve),
            Closed = closing.Closed,
            StaysOpen = staysOpen,
        };
    }

    private void CloseOfApproved(FindingLife life, Finding finding, PathDecision path, Digest digest)
    {
        if (history.Approval(finding.Path, digest) is { IsSuperseded: false })
        {
            if (finding.Kind.IsDrift())
                closing.Close(life, FindingClosure.Approved);
        }
        else if (life.Explained)
        {
            // Content that a package brought and took away again is an old version from here on.
            if (finding.Kind.IsDrift())
                draft.LeaveBehind(finding.Path, digest, path.Evidence.MayHoldSpaces);
            closing.Close(life, FindingClosure.Explained);
        }
        else if (request.Settle)
        {
            decisions.Add(DecisionVerb.Resolve, finding);
            closing.Close(life, FindingClosure.Resolved);
        }
        else
            staysOpen.Add(finding);
    }

    /// <summary>True where this boot's log tells of a use of it; where it is not known which boot the log is of, where any log does.</summary>
    private bool IsLoggedInThisBoot(ObservedDigest seen) => seen.LastLogged is { } place && !(place.Boot < ordinal);

    /// <summary>
    /// True where a person who named the path had its place in mind: the same place of older content that is neither on disk nor used in this boot.
    /// </summary>
    private bool IsOfOlderPlace(PathDecision path, Finding finding) =>
        finding is { Kind: FindingKind.SuspiciousLocation, Digest: { } digest } && request.Include.Contains(path.Path) && !path.Values.Contains(digest)
        && path.Evidence.Seen(digest) is { } seen && !seen.Boots.Contains(evidence.ListId) && !IsLoggedInThisBoot(seen);

    /// <summary>
    /// True where the disk held it at an earlier approval or scan and holds it no longer. What a person accepted stays approved while this
    /// boot's list still holds it.
    /// </summary>
    private bool IsLeftBehind(PathDecision path, Approval known)
    {
        var seen = path.Evidence.Seen(known.Digest);
        return (known.WasOnDisk || seen?.Sources.HasFlag(EvidenceSources.Disk) == true)
            && path.Current.Exists(now => now.Algorithm == known.Digest.Algorithm) && !path.Values.Contains(known.Digest)
            && !(IsAccepted(known) && seen?.IsHeldBy(evidence.ListId) == true);
    }

    private bool IsAccepted(Approval known) =>
        history.Generations.Any(generation => generation.Number == known.Terms.ApprovedLastIn && generation.Origin == GenerationOrigin.Acceptance);
}
