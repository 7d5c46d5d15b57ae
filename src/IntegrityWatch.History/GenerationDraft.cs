using IntegrityWatch.Evidence;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.History;

/// <summary>
/// A generation in the making: what it approves and what it moves on from. Nothing else changes approvals. It is gathered in the
/// update, and becomes true when that is published.
/// </summary>
public sealed class GenerationDraft
{
    private readonly IHistoryUpdate history;
    private readonly DateTimeOffset now;
    private readonly List<Approval> approved = [];
    private readonly List<Approval> superseded = [];

    public GenerationDraft(IHistoryUpdate history, DateTimeOffset now)
    {
        this.history = history;
        this.now = now;
        Number = history.Generations.Count == 0 ? 1 : history.Generations[^1].Number + 1;
        // Most of them are asked for one by one, and all of them are part of what the generation holds.
        history.LoadApprovals();
    }

    public int Number { get; }

    /// <summary>What was not approved before, or no longer.</summary>
    public IReadOnlyList<Approval> Approved => approved;

    /// <summary>What was approved and is left behind.</summary>
    public IReadOnlyList<Approval> Superseded => superseded;

    /// <param name="path">The file.</param>
    /// <param name="digest">What it is.</param>
    /// <param name="onDisk">True where the digest is the disk's content, or stands for it.</param>
    /// <param name="mayHoldSpaces">See <see cref="Observation.PathMayHoldSpaces"/>; kept from the first approval.</param>
    public void Approve(HostPath path, Digest digest, bool onDisk, bool mayHoldSpaces = false)
    {
        var known = history.AnyApproval(path, digest);
        if (known is { IsSuperseded: false, IsVoid: false } && (known.WasOnDisk || !onDisk))
            return;
        var approval = (known ?? new Approval
        {
            Path = path,
            Digest = digest,
            Terms = ApprovalTerms.From(Number),
            ApprovedAt = now,
            PathMayHoldSpaces = mayHoldSpaces,
        });
        approval = approval with
        {
            Terms = approval.Terms.ApprovedAgainIn(Number),
            OnDiskSince = approval.OnDiskSince ?? (onDisk ? Number : null),
        };
        if (known is null or { IsSuperseded: true } or { IsVoid: true })
            approved.Add(approval);
        history.Put(approval);
    }

    /// <summary>The path has moved on from a digest that is approved: where that lies on disk from here on, it came back.</summary>
    public void Supersede(Approval known)
    {
        if (history.Observed(known.Path, known.Digest) is { LiesOnDisk: true } seen)
            history.Put(seen with { LiesOnDisk = false });
        var approval = known with { Terms = known.Terms.MovedOnIn(Number) };
        superseded.Add(approval);
        history.Put(approval);
    }

    /// <summary>
    /// A digest that another history moved on from: where this one never held it, it is superseded from here on, as content that was
    /// on disk once.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="digest">What it was.</param>
    /// <param name="mayHoldSpaces">See <see cref="Observation.PathMayHoldSpaces"/>.</param>
    public void LeaveBehind(HostPath path, Digest digest, bool mayHoldSpaces)
    {
        var known = history.AnyApproval(path, digest);
        if (known is { IsVoid: false })
            return;
        var approval = known is not null ? known with { Terms = known.Terms.LeftBehindAgainIn(Number), OnDiskSince = known.OnDiskSince ?? Number } : new Approval
        {
            Path = path,
            Digest = digest,
            Terms = ApprovalTerms.LeftBehindIn(Number),
            OnDiskSince = Number,
            ApprovedAt = now,
            PathMayHoldSpaces = mayHoldSpaces,
        };
        superseded.Add(approval);
        history.Put(approval);
    }

    /// <summary>
    /// A generation that comes from no look at a host: whether a package changed is still asked of the latest one that does.
    /// </summary>
    public Generation CompleteBeside(GenerationOrigin origin, string? reason, string? by)
    {
        var latest = history.InForce is [.., var last] ? last : null;
        return Complete(new GenerationFacts(origin, latest?.EvidenceAt ?? now) { Reason = reason, By = by, BootId = latest?.BootId },
            latest is null ? null : history.Packages(latest.Number));
    }

    /// <param name="generation">What is known of it; its number, content and chain are worked out here.</param>
    /// <param name="packages">By name; null where none are known.</param>
    public Generation Complete(GenerationFacts generation, PackageVersions? packages)
    {
        if (packages is not null)
            history.Put(packages with { Generation = Number });
        var content = BaselineContent.Of(history.AllApprovals(), Number, packages, [.. history.DecisionsInForceAt(Number).Where(decision => decision.Generation != generation.Undoes)]);
        var before = history.Generations.Count == 0 ? GenerationChain.Beginning : history.Generations[^1].Chain;
        var complete = GenerationChain.Link(new Generation
        {
            Number = Number,
            Origin = generation.Origin,
            Name = generation.Name,
            Reason = generation.Reason,
            By = generation.By,
            CapturedAt = now,
            EvidenceAt = generation.EvidenceAt,
            BootId = generation.BootId,
            Mark = generation.Mark,
            Undoes = generation.Undoes,
            Paths = content.ApprovedPaths,
            Content = content.Digest(),
            Chain = "",
        }, before);
        history.Put(complete);
        return complete;
    }
}
