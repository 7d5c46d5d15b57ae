using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// The findings that are open in a history, told from their lives: what was told stays open until something closes it, whether or not the
/// judge would tell it anew. The one place that says what is open and how it is told: for scans, captures and who asks the history.
/// </summary>
public sealed class OpenFindings
{
    private readonly IHistory history;
    private readonly Policy policy;
    private readonly Judge judge;

    // What a policy lowers falls; nothing else lowers what was told.
    private readonly bool policyChanged;

    private readonly long toldUpTo;

    /// <param name="history">Where the lives are.</param>
    /// <param name="policy">How bad it is.</param>
    /// <param name="told">The number of the last scan that the reader was told: what later ones found is new. Without it nothing is.</param>
    public OpenFindings(IHistory history, Policy policy, long told = long.MaxValue)
        : this(history, policy, new Judge(policy, history), told)
    {
    }

    internal OpenFindings(IHistory history, Policy policy, Judge judge, long told)
    {
        toldUpTo = told;
        this.history = history;
        this.policy = policy;
        this.judge = judge;
        policyChanged = history.State.PolicyFingerprint is { } judgedWith && judgedWith != policy.Fingerprint;
    }

    /// <summary>In the order of <see cref="FindingOrder"/>.</summary>
    public IReadOnlyList<Finding> All()
    {
        var findings = new List<Finding>();
        foreach (var life in history.Findings())
            if (life.IsOpen() && Tell(life) is { } finding)
                findings.Add(toldUpTo == long.MaxValue ? finding with { State = FindingState.Open } : finding);
        if (history.Baselines.Count == 0 && !history.IsEmpty && !findings.Exists(finding => finding.Kind == FindingKind.NoBaseline))
            findings.Add(judge.NoBaseline() with { State = FindingState.Open });
        findings.Sort(FindingOrder.Instance);
        return findings;
    }

    /// <summary>The finding as it is told now. Null only for a kind that this program does not know.</summary>
    internal Finding? Tell(FindingLife life)
    {
        if (life.KindOf() is not { } kind)
            return null;
        var finding = life.Realm != Realm.Host ? null
            : kind.IsOfIncident() ? OfIncident(life)
            : kind == FindingKind.NoBaseline ? judge.NoBaseline()
            : OfUse(life);
        if (finding is null)
        {
            finding = judge.Told(life, kind, Use(life));
            finding = finding with { Severity = policyChanged ? finding.Severity : life.SeverityTold() ?? finding.Severity };
        }
        return AsTold(finding, life);
    }

    /// <summary>
    /// The finding with what its life keeps: severity falls only by a policy or by what explains it, of a circumstance by a policy alone, and
    /// what was explained once stays so.
    /// </summary>
    internal Finding AsTold(Finding finding, FindingLife life)
    {
        var wasExplained = life.Explained && !finding.Explained;
        var now = wasExplained ? AsExplained(finding, life) : finding.Severity;
        var severity = life.SeverityTold() is not { } known ? now
            : policyChanged || (finding.Explained && !life.Explained && !finding.Kind.IsCircumstance()) ? now
            : !wasExplained && finding.Severity > known ? finding.Severity
            : known;
        return finding with
        {
            Severity = severity,
            PathRule = severity == finding.Severity ? finding.PathRule : null,
            Techniques = wasExplained && finding.Kind.IsDrift() ? [] : finding.Techniques,
            State = life.IsNews(toldUpTo) ? FindingState.New : FindingState.Open,
            FoundAt = life.FoundAt,
            ChangedIn = life.ChangedIn,
            Explained = finding.Explained || life.Explained,
            Explanation = wasExplained ? life.Explanation : finding.Explanation,
        };
    }

    /// <summary>How bad by the policy of now what was explained before is: drift as the policy has it, what is bad in itself as it was told.</summary>
    private Severity AsExplained(Finding finding, FindingLife life) =>
        !finding.Kind.IsCircumstance() ? policy.AsExplained(finding.Severity)
        : finding.Severity.AtMost(life.SeverityTold() ?? finding.Severity);

    /// <summary>True where a waiver holds for exactly what it tells.</summary>
    internal bool IsWaived(FindingLife life) => Tell(life) is { } finding && judge.IsWaived(finding);

    private Finding? OfIncident(FindingLife life) => history.Incident(life.IncidentKey) is { } record ? judge.Of(record) : null;

    private Finding? OfUse(FindingLife life) => Use(life) is { } seen ? judge.Of(seen).FirstOrDefault(finding => finding.Id == life.Id) : null;

    private ObservedDigest? Use(FindingLife life) => life.Digest is not { } digest || life.Path.IsEmpty ? null
        : life.Realm == Realm.Host ? history.Observed(life.Path, digest)
        : history.Elsewhere(life.Path, digest, life.Realm, life.Container);
}

/// <summary>How findings live.</summary>
internal static class FindingLifeRules
{
    public static FindingKind? KindOf(this FindingLife life) => FindingKindNames.Parse(life.Kind);

    /// <summary>Nothing has closed it. A history of an earlier format says of what was accepted only when.</summary>
    public static bool IsOpen(this FindingLife life) => life is { Closed: null, AcceptedAt: null };

    /// <summary>Null where it was never told, or before this was kept.</summary>
    public static Severity? SeverityTold(this FindingLife life) =>
        Enum.TryParse<Severity>(life.ReportedSeverity, out var severity) ? severity : null;

    /// <summary>A life that begins.</summary>
    public static FindingLife LifeOf(this Finding finding, DateTimeOffset now, TimeSpan counted) => new()
    {
        Id = finding.Id,
        Kind = finding.Kind.Name(),
        Path = finding.Path,
        Digest = finding.Digest,
        Subject = finding.Subject,
        Realm = finding.Realm,
        Container = finding.Container,
        FoundAt = now,
        CountedAt = counted,
        Rule = finding.Rule,
        Message = finding.Message,
        Explained = finding.Explained,
        Explanation = finding.Explained ? finding.Explanation : null,
        ReportedSeverity = finding.Severity.ToString(),
    };
}
