using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>The waivers in force: each silences a circumstance for exactly its kind, path and digest.</summary>
internal sealed class Waivers
{
    private readonly HashSet<(string Kind, HostPath Path, Digest? Digest)> waived;

    public Waivers(IHistory history) => waived = [.. history.DecisionsInForce
        .Where(decision => decision.Verb == DecisionVerb.Waive)
        .Select(decision => (decision.Kind, decision.Path, decision.Digest))];

    public bool Silence(FindingLife life) => life.KindOf()?.IsCircumstance() == true && waived.Contains((life.Kind, life.Path, life.Digest));

    public bool Silence(Finding finding) => finding.Kind.IsCircumstance() && waived.Contains((finding.Kind.Name(), finding.Path, finding.Digest));
}
