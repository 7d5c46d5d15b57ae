using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection.Judging;

/// <summary>
/// Says what a use means that is a container's, or is said to be. What is bad in itself is bad there too. A container's contents are not
/// held against the host's baseline: of them it is told what came after the image was made. What only a label calls a container's is
/// told together, as any user can take a label: never nothing.
/// </summary>
internal sealed class ElsewhereJudge(Policy policy, IHistory history, Judge judge, FindingMaker make, PathRuleJudge pathRules)
{
    /// <summary>How many paths of one label a finding names.</summary>
    private const int MostNamed = 3;

    /// <summary>The policy's key that sets how bad it is what a container holds and its image did not.</summary>
    private const string DriftRule = "containers.drift";

    private const string ClaimRule = "containers.labels";

    /// <param name="news">Uses of other realms than the host's.</param>
    public IEnumerable<Finding> Of(IReadOnlyList<ObservedDigest> news)
    {
        foreach (var seen in news)
        {
            var findings = judge.UnruledCircumstancesOf(seen).ToList();
            if (seen is { Realm: Realm.Container, CameLater: true } && IsOfBaseline(seen))
                findings.Add(Drifted(seen));
            foreach (var finding in findings)
                yield return pathRules.Of(InItsRealm(finding, seen), seen);
        }
        foreach (var label in news.Where(seen => seen.Realm == Realm.Claimed && IsDrift(seen)).Select(seen => seen.Container!).Distinct())
            yield return Claimed(label);
    }

    /// <summary>How bad it is by the policy of now; null for what is judged by its kind.</summary>
    public Severity? SeverityOf(FindingLife life) => life.Rule switch
    {
        DriftRule => policy.ContainerDrift,
        ClaimRule => Severity.Low,
        _ => null,
    };

    private Finding Drifted(ObservedDigest seen) =>
        make.Finding(seen.IsOtherInImage ? FindingKind.AlteredFile : FindingKind.NewFile, seen.Path, seen.Digest,
            "lies in a container's writable layer and in no layer of its image: it came after the image was made") with
        {
            Severity = policy.ContainerDrift,
            Rule = DriftRule,
        };

    private static Finding InItsRealm(Finding finding, ObservedDigest seen) => finding with
    {
        Id = FindingId.Of(finding.Kind, seen.Path, seen.Digest, seen.Realm, seen.Container),
        Realm = seen.Realm,
        Container = seen.Container,
        Sources = seen.Sources,
        FirstSeen = seen.FirstSeen,
        LastSeen = seen.LastSeen,
        Process = finding.Process ?? seen.FirstProcess,
    };

    /// <summary>One for each label, with all that was ever so called and is not approved for its path.</summary>
    private Finding Claimed(string label)
    {
        var files = history.AllElsewhere().Where(seen => seen.Realm == Realm.Claimed && seen.Container == label && IsDrift(seen))
            .OrderByDescending(seen => seen.LastSeen).ThenBy(seen => seen.Path).ToList();
        var named = string.Join(", ", files.Select(seen => seen.Path).Distinct().Take(MostNamed));
        return make.Finding(FindingKind.NewFile, default, digest: null,
            $"only a label says that these are a container's: {files.Count} files, such as {named}") with
        {
            Id = FindingId.Of(FindingKind.NewFile, default, "claimed", Realm.Claimed, label),
            Severity = Severity.Low,
            Rule = ClaimRule,
            Subject = "claimed",
            Realm = Realm.Claimed,
            Container = label,
            Sources = files.Aggregate(EvidenceSources.None, (all, seen) => all | seen.Sources),
            FirstSeen = files.Min(seen => seen.FirstSeen),
            LastSeen = files.Max(seen => seen.LastSeen),
            Process = files[0].LatestProcess,
        };
    }

    private bool IsDrift(ObservedDigest seen) => IsOfBaseline(seen) && history.Approval(seen.Path, seen.Digest) is not { IsSuperseded: false };

    private bool IsOfBaseline(ObservedDigest seen) => seen.UsedIn >= judge.FirstBaseline;
}
