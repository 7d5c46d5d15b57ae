using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Makes decisions of what a person accepted or included while the history had an earlier format, in a generation of its own. There, an
/// approval silenced every circumstance of its content; here each circumstance needs a waiver. What an import brought nobody here looked
/// at: its circumstances are told once, as news.
/// </summary>
internal static class MigratedDecisions
{
    private const string Reason = "what was accepted or included before the history's format was changed";

    /// <summary>Does nothing to a history that was not brought from an earlier format, or where it was done.</summary>
    public static void Make(IHistoryUpdate history, Policy policy, DateTimeOffset now)
    {
        if (history.State.MigratedFrom is null)
            return;
        var judge = new Judge(policy, history);
        var lives = history.Findings().ToDictionary(life => life.Id, StringComparer.Ordinal);
        var accepted = lives.Values.Where(life => life.Closed == FindingClosure.Accepted).ToList();
        var silenced = history.AllObserved().Where(seen => WasTakenByPerson(history, seen))
            .SelectMany(judge.Of)
            // What a hash list names was told though it was approved: where nobody accepted it, it stays open.
            .Where(finding => finding.Kind.IsCircumstance() && !lives.ContainsKey(finding.Id))
            .ToList();
        if (accepted.Count > 0 || silenced.Count > 0)
            Decide(history, policy, now, accepted, silenced);
        history.Change(state => state with { MigratedFrom = null });
    }

    private static void Decide(IHistoryUpdate history, Policy policy, DateTimeOffset now, List<FindingLife> accepted, List<Finding> silenced)
    {
        var draft = new GenerationDraft(history, now);
        var decisions = new Decisions(history, draft.Number, now, Reason, by: null);
        var open = new OpenFindings(history, policy);
        foreach (var life in accepted)
            if (open.Tell(life) is { } finding)
                decisions.Add(finding.Kind.IsCircumstance() ? DecisionVerb.Waive : DecisionVerb.Accept, finding,
                    logged: history.Incident(life.IncidentKey)?.Logged);
        foreach (var finding in silenced)
            decisions.Add(DecisionVerb.Waive, finding);
        draft.CompleteBeside(GenerationOrigin.Migration, Reason, by: null);
    }

    /// <summary>A capture approved what was suspicious only where a person had named it.</summary>
    private static bool WasTakenByPerson(IHistory history, ObservedDigest seen) =>
        history.Approval(seen.Path, seen.Digest) is { IsSuperseded: false } approval
        && history.Generations.FirstOrDefault(generation => generation.Number == approval.Generation)
            is { Origin: GenerationOrigin.Capture or GenerationOrigin.Acceptance };
}
