using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>How long findings live, and how one is told again from its life.</summary>
internal static class FindingLifeRules
{
    public static FindingKind? KindOf(this FindingLife life) => FindingKindNames.Parse(life.Kind);

    /// <summary>Open until accepted; an event no longer than the policy keeps it.</summary>
    public static bool IsOpen(this FindingLife life, Policy policy, DateTimeOffset now) =>
        life.AcceptedAt is null
        && (life.KindOf() is not { } kind || !kind.IsEvent() || life.FoundAt + policy.KeepEventsOpen > now);

    /// <summary>Null where what it told of is no longer so: approved since, forgotten, or gone from the policy.</summary>
    public static Finding? Of(this Judge judge, FindingLife life,
        Func<HostPath, Digest, ObservedDigest?> observed, Func<IncidentKey, IncidentRecord?> incident)
    {
        if (life.KindOf() is not { } kind)
            return null;
        if (kind.IsOfIncident())
            return incident(life.IncidentKey) is { } record ? judge.Of(record) : null;
        if (life.Digest is not { } digest)
            return null;
        if (kind == FindingKind.NoBaseline)
            return judge.NoBaselineIn(digest.Algorithm);
        return observed(life.Path, digest) is { } seen
            ? judge.Of(seen).FirstOrDefault(finding => finding.Id == life.Id)
            : null;
    }
}
