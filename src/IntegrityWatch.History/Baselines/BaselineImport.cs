namespace IntegrityWatch.History.Baselines;

/// <summary>
/// Makes a generation of what was approved elsewhere: its digests are approved here, those that it has moved on from are superseded, and
/// paths that it does not hold stay as they are. Nothing is published here.
/// </summary>
public sealed class BaselineImport
{
    private readonly IHistoryUpdate history;
    private readonly GenerationDraft draft;

    public BaselineImport(IHistoryUpdate history, DateTimeOffset now)
    {
        this.history = history;
        draft = new GenerationDraft(history, now);
    }

    /// <param name="paths">What is approved, each path once.</param>
    /// <param name="packages">Null where none are told.</param>
    /// <param name="facts">Where it comes from.</param>
    /// <param name="decisions">What was decided there. A waiver holds here too; what was said of an event or of one finding's end is of that host.</param>
    public ImportPlan Prepare(IEnumerable<BaselinePath> paths, PackageVersions? packages, GenerationFacts facts, IReadOnlyList<Decision>? decisions = null)
    {
        foreach (var path in paths)
            Take(path);
        var waived = (decisions ?? []).Where(decision => decision.Verb == DecisionVerb.Waive).Select(decision => decision with { Generation = draft.Number }).ToList();
        waived.ForEach(history.Put);
        var generation = draft.Complete(facts, packages);
        TakeNote();
        // What was seen so far is judged anew.
        history.Change(state => state with { PolicyFingerprint = null });
        return new ImportPlan(generation, draft.Approved, draft.Superseded, waived);
    }

    private void Take(BaselinePath path)
    {
        foreach (var digest in path.Approved)
            draft.Approve(path.Path, digest, onDisk: true, path.MayHoldSpaces);
        foreach (var digest in path.Beside)
            draft.Approve(path.Path, digest, onDisk: false, path.MayHoldSpaces);
        foreach (var known in history.Approvals(path.Path))
            if (known is { IsSuperseded: false, WasOnDisk: true } && path.Approved.Any(digest => digest.Algorithm == known.Digest.Algorithm)
                && !path.Approved.Contains(known.Digest) && !path.Beside.Contains(known.Digest))
                draft.Supersede(known);
        foreach (var digest in path.Superseded)
            draft.LeaveBehind(path.Path, digest, path.MayHoldSpaces);
    }

    /// <summary>
    /// What a path was before it became what it is now did not come back; but where its latest use is of what is superseded here, the
    /// path is not what the generation says, and that use is judged against it.
    /// </summary>
    private void TakeNote()
    {
        if (draft.Superseded.Count == 0)
            return;
        var latest = LatestObservations.Of(history);
        foreach (var left in draft.Superseded)
            if (history.Observed(left.Path, left.Digest) is { } seen && latest[left.Path].Digest.Equals(seen.Digest))
                history.Put(seen with { UsedIn = draft.Number });
    }
}

/// <summary>What an import would do.</summary>
/// <param name="Generation">The generation that it would make.</param>
/// <param name="Approved">Digests that were not approved before, or no longer.</param>
/// <param name="Superseded">Digests that were approved and are left behind, or that come as such.</param>
/// <param name="Waived">Circumstances that are waived there and from then on here.</param>
public sealed record ImportPlan(Generation Generation, IReadOnlyList<Approval> Approved, IReadOnlyList<Approval> Superseded, IReadOnlyList<Decision> Waived)
{
    /// <summary>Lives that end with it, and why.</summary>
    public IReadOnlyList<FindingLife> Closed { get; init; } = [];
}
