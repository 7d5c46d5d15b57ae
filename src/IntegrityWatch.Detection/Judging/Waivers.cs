using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>The waivers in force: each silences a circumstance for exactly its kind, path and digest, of the realm that it was given for.</summary>
internal sealed class Waivers
{
    private readonly HashSet<(string Kind, HostPath Path, Digest? Digest, Realm Realm, string? Container)> waived;

    public Waivers(IHistory history) => waived = [.. history.DecisionsInForce
        .Where(decision => decision.Verb == DecisionVerb.Waive)
        .Select(decision => (decision.Kind, decision.Path, decision.Digest, decision.Realm, decision.Container))];

    public bool Silence(FindingLife life) => life.KindOf()?.IsCircumstance() == true && waived.Contains((life.Kind, life.Path, life.Digest, life.Realm, life.Container));

    public bool Silence(Finding finding) => finding.Kind.IsCircumstance()
        && waived.Contains((finding.Kind.Name(), finding.Path, finding.Digest, finding.Realm, finding.Container));
}
