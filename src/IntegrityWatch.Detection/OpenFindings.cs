using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>The findings that are open in a published history, told anew from it.</summary>
public sealed class OpenFindings
{
    private readonly IHistory history;
    private readonly Policy policy;
    private readonly Judge judge;

    public OpenFindings(IHistory history, Policy policy)
    {
        this.history = history;
        this.policy = policy;
        judge = new Judge(policy, history);
    }

    /// <summary>In the order of <see cref="FindingOrder"/>.</summary>
    public IReadOnlyList<Finding> At(DateTimeOffset now)
    {
        var findings = new List<Finding>();
        foreach (var life in history.Findings())
            if (life.IsOpen(policy, now) && judge.Of(life, history) is { } finding)
                findings.Add(finding with { State = FindingState.Open });
        if (history.Generations.Count == 0 && !history.IsEmpty)
            findings.Add(judge.NoBaseline() with { State = FindingState.Open });
        findings.Sort(FindingOrder.Instance);
        return findings;
    }
}

/// <summary>How long findings live, and how one is told again from its life.</summary>
internal static class FindingLifeRules
{
    public static FindingKind? KindOf(this FindingLife life) => FindingKindNames.Parse(life.Kind);

    /// <summary>Open until accepted; an event no longer than the policy keeps it.</summary>
    public static bool IsOpen(this FindingLife life, Policy policy, DateTimeOffset now) =>
        life is { AcceptedAt: null, Closed: null }
        && (life.KindOf() is not { } kind || !kind.IsEvent() || life.FoundAt + policy.KeepEventsOpen > now);

    /// <summary>Null where what it told of is no longer so: approved since, forgotten, or gone from the policy.</summary>
    public static Finding? Of(this Judge judge, FindingLife life, IHistory history)
    {
        if (life.KindOf() is not { } kind)
            return null;
        if (kind.IsOfIncident())
            return history.Incident(life.IncidentKey) is { } record ? judge.Of(record) : null;
        if (life.Digest is not { } digest)
            return null;
        if (kind == FindingKind.NoBaseline)
            return judge.NoBaselineIn(digest.Algorithm);
        return history.Observed(life.Path, digest) is { } seen
            ? judge.Of(seen).FirstOrDefault(finding => finding.Id == life.Id)
            : null;
    }
}
