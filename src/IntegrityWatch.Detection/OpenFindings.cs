using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
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
            if (life.IsOpen(policy, now) && Find(life) is { } finding)
                findings.Add(finding with { State = FindingState.Open });
        if (history.Generations.Count == 0 && !history.IsEmpty)
            findings.Add(judge.NoBaseline() with { State = FindingState.Open });
        findings.Sort(FindingOrder.Instance);
        return findings;
    }

    private Finding? Find(FindingLife life) => judge.Of(life, history.Observed, history.Incident);
}
