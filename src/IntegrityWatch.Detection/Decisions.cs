using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>What a person decides about findings in one generation: gathered in the update.</summary>
internal sealed class Decisions(IHistoryUpdate history, int generation, DateTimeOffset now, string? reason, string? by)
{
    private readonly List<(DecisionVerb Verb, Finding Finding)> made = [];
    private readonly HashSet<string> waived = new(StringComparer.Ordinal);

    public void Add(DecisionVerb verb, Finding finding, string? subject = null, LogPlace? logged = null)
    {
        if (verb == DecisionVerb.Waive && !waived.Add(finding.Id))
            return;
        history.Put(new Decision
        {
            Generation = generation,
            Verb = verb,
            FindingId = finding.Id,
            Kind = finding.Kind.Name(),
            Path = finding.Path,
            Digest = finding.Digest,
            Realm = finding.Realm,
            Container = finding.Container,
            Subject = subject ?? finding.Subject,
            Logged = logged,
            At = now,
            By = by,
            Reason = reason,
        });
        made.Add((verb, finding));
    }

    public bool Waives(Finding finding) => waived.Contains(finding.Id);

    public IReadOnlyList<Finding> Of(DecisionVerb verb) => [.. made.Where(decision => decision.Verb == verb).Select(decision => decision.Finding)];
}
