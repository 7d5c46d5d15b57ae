using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Takes the latest generation back, as a generation of its own: approvals and waivers are as before it, what it closed is open again, and
/// every use is judged again by what is approved then. What was told since stays open.
/// </summary>
public sealed class BaselineUndo
{
    private readonly IHistoryUpdate history;
    private readonly DateTimeOffset now;

    public BaselineUndo(IHistoryUpdate history, DateTimeOffset now) => (this.history, this.now) = (history, now);

    /// <summary>Gathered in the update; nothing is published here.</summary>
    /// <exception cref="CannotCheckException">There is none to take back.</exception>
    public UndoPlan Prepare(string? reason, string? by)
    {
        var inForce = history.InForce;
        if (inForce is not [.., var undone])
            throw new CannotCheckException("there is no generation to take back", "see integritywatch baseline list");
        var draft = new GenerationDraft(history, now);
        var (revoked, restored) = (new List<Approval>(), new List<Approval>());
        foreach (var approval in history.AllApprovals().Where(approval => approval.Terms.Turns.Contains(undone.Number)).ToList())
        {
            var then = approval with { Terms = approval.Terms.Without(undone.Number, draft.Number) };
            history.Put(then);
            var (was, isNow) = (!approval.IsVoid && !approval.IsSuperseded, !then.IsVoid && !then.IsSuperseded);
            if (was != isNow)
                (isNow ? restored : revoked).Add(then);
        }
        var reopened = history.Findings().Where(life => life.Closed is not null && life.ClosedIn == undone.Number)
            .Select(life => life with { Closed = null, ClosedIn = 0, AcceptedAt = null, AcceptedBy = null, AcceptedReason = null }).ToList();
        reopened.ForEach(history.Put);
        history.Change(state => state with { PolicyFingerprint = null });
        var latest = inForce.Count > 1 ? inForce[^2] : null;
        return new UndoPlan
        {
            Undone = undone,
            Generation = draft.Complete(
                new GenerationFacts(GenerationOrigin.Undo, latest?.EvidenceAt ?? undone.EvidenceAt)
                {
                    Reason = reason,
                    By = by,
                    BootId = undone.BootId,
                    Undoes = undone.Number,
                },
                latest is null ? null : history.Packages(latest.Number)),
            Revoked = [.. revoked.OrderBy(approval => approval.Path)],
            Restored = [.. restored.OrderBy(approval => approval.Path)],
            Decisions = [.. history.Decisions().Where(decision => decision.Generation == undone.Number)],
            Reopened = reopened,
        };
    }
}

/// <summary>What taking a generation back would do.</summary>
public sealed record UndoPlan
{
    /// <summary>The generation that is taken back.</summary>
    public required Generation Undone { get; init; }

    /// <summary>The one that takes it back.</summary>
    public required Generation Generation { get; init; }

    /// <summary>Digests that are approved no longer.</summary>
    public required IReadOnlyList<Approval> Revoked { get; init; }

    /// <summary>Digests that are approved again.</summary>
    public required IReadOnlyList<Approval> Restored { get; init; }

    /// <summary>What was decided in it, and holds no longer.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }

    /// <summary>What it had closed, and is open again.</summary>
    public required IReadOnlyList<FindingLife> Reopened { get; init; }
}
