using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Judging;

/// <summary>
/// Says what an observation means, from the policy and from what the history holds of the path and of the digest.
/// The same history and the same policy always give the same findings.
/// </summary>
public sealed class Judge
{
    private readonly Policy policy;
    private readonly IHistory history;
    private (IReadOnlyList<Generation> Of, int? First)? firstBaseline;
    private readonly FindingMaker make;
    private readonly KnownContents contents;
    private readonly Waivers waivers;
    private readonly Circumstances circumstances;
    private readonly Drift drift;
    private readonly Incidents incidents;
    private readonly PathRuleJudge pathRules;

    /// <param name="policy">What is judged how.</param>
    /// <param name="history">What was seen and approved before.</param>
    public Judge(Policy policy, IHistory history)
    {
        (this.policy, this.history) = (policy, history);
        make = new FindingMaker(policy);
        contents = new KnownContents(history);
        waivers = new Waivers(history);
        circumstances = new Circumstances(policy, history, contents, make);
        drift = new Drift(policy, history, contents, make);
        var actors = new KnownActors(history);
        incidents = new Incidents(policy, make, actors);
        pathRules = new PathRuleJudge(policy, actors, contents);
        Elsewhere = new ElsewhereJudge(policy, history, this, make, pathRules);
    }

    /// <summary>Judges what is not the host's.</summary>
    internal ElsewhereJudge Elsewhere { get; }

    public bool IsApproved(ObservedDigest seen) => contents.IsApproved(seen);

    /// <summary>
    /// What its content is to the baseline, and what is suspicious of it whether or not that is approved: two questions. A waiver silences
    /// exactly what a person named.
    /// </summary>
    public IReadOnlyList<Finding> Of(ObservedDigest seen)
    {
        var approvals = contents.ApprovalsOf(seen.Path);
        var approval = contents.ApprovalOf(seen, approvals);
        var findings = new List<Finding>(3);
        findings.AddRange(UnruledCircumstancesOf(seen));
        if (approval is not { IsSuperseded: false } && seen.Path.IsAbsolute && IsOfBaseline(seen))
            findings.AddRange(drift.Of(seen, approval, approvals));
        return Together(seen, approvals, findings).ConvertAll(finding => pathRules.Of(finding, seen));
    }

    public Finding Of(IncidentRecord incident) => pathRules.Of(incidents.Of(incident), [incident.Process], incident.UsedIn);

    /// <summary>True where a person silenced exactly this.</summary>
    public bool IsWaived(Finding finding) => waivers.Silence(finding);

    /// <summary>What was told once and would not be told anew, as it was told.</summary>
    internal Finding Told(FindingLife life, FindingKind kind, ObservedDigest? seen) => pathRules.Of(Unruled(life, kind, seen), seen);

    private Finding Unruled(FindingLife life, FindingKind kind, ObservedDigest? seen) => make.Finding(kind, life.Path, life.Digest, life.Message ?? kind.Facts().Meaning) with
    {
        Id = life.Id,
        Severity = Elsewhere.SeverityOf(life) ?? SeverityOf(kind, life),
        Rule = life.Rule ?? kind.Name(),
        Softened = life.Rule == FindingKinds.InitramfsRule,
        Subject = life.Subject,
        Realm = life.Realm,
        Container = life.Container,
        Sources = seen?.Sources ?? EvidenceSources.None,
        FirstSeen = seen?.FirstSeen,
        LastSeen = seen?.LastSeen,
        Known = seen is null ? [] : KnownBefore(contents.Others(seen), [.. contents.ApprovalsOf(seen.Path).Where(known => !known.Digest.Equals(seen.Digest))]),
        SameDigestAs = seen is null ? [] : contents.SameDigestAs(seen),
        SignedBy = seen?.SignedBy,
        Package = seen?.Package,
        Process = seen?.FirstProcess,
    };

    /// <summary>What is suspicious of a content in itself, whether or not it was used and is approved, and nobody waived.</summary>
    public IReadOnlyList<Finding> CircumstancesOf(ObservedDigest seen) => [.. UnruledCircumstancesOf(seen).Select(finding => pathRules.Of(finding, seen))];

    /// <summary>The same before the path rules had their word.</summary>
    internal IReadOnlyList<Finding> UnruledCircumstancesOf(ObservedDigest seen) =>
        [.. circumstances.Of(seen).Where(finding => !IsWaived(finding)).Select(finding => finding with { Package = seen.Package })];

    /// <summary>Nothing has been captured yet.</summary>
    public Finding NoBaseline() =>
        make.Finding(FindingKind.NoBaseline, default, digest: null, "nothing has been captured yet, so nothing can be told new or altered");

    /// <summary>What is approved for the path in other algorithms, where the content is not approved in its own: the disk can say whether it is the same.</summary>
    internal IReadOnlyList<Digest> ApprovedInOthers(ObservedDigest seen) =>
        [.. contents.ApprovalsOf(seen.Path).Select(known => known.Digest).Where(digest => digest.Algorithm != seen.Digest.Algorithm)];

    /// <summary>How bad the policy of now has it: by the rules that told it as far as it still has them, else by its kind.</summary>
    private Severity SeverityOf(FindingKind kind, FindingLife life)
    {
        var rules = life.Rule?.Split('+') ?? [];
        var severities = policy.Locations.Where(rule => rules.Contains(rule.Id)).Select(rule => rule.Severity)
            .Concat(policy.Masquerades.Where(rule => rules.Contains(rule.Id)).Select(rule => rule.Severity))
            .ToList();
        return severities.Count > 0 ? severities.Max()
            : life.Rule == FindingKinds.InitramfsRule ? policy.For(kind).Severity.AtMost(Severity.Low)
            : kind == FindingKind.CopiedFile && policy.IsUserWritable(life.Path) ? policy.For(kind).Severity.AtLeast(Severity.High)
            : policy.For(kind).Severity;
    }

    /// <summary>False for what was used before the first generation: it is history, and of it only circumstances are told.</summary>
    private bool IsOfBaseline(ObservedDigest seen) => seen.UsedIn >= FirstBaseline;

    /// <summary>The number of the first generation in force that says what the host is; null where nothing was captured yet.</summary>
    internal int? FirstBaseline
    {
        get
        {
            // Asked of each use that is judged, and another only where a generation was put since.
            if (firstBaseline is not { } known || !ReferenceEquals(known.Of, history.Generations))
                firstBaseline = known = (history.Generations, history.Baselines is [var first, ..] ? first.Number : null);
            return known.First;
        }
    }

    /// <summary>
    /// Where the kernel measures what is only read: no record tells that it ran, and what lies there is no program. What cannot be asked is
    /// taken for one.
    /// </summary>
    private static bool IsOnlyRead(ObservedDigest seen) => seen is { IsData: true, LastLogged: null };

    /// <summary>A content that is known to be bad, or that its package did not bring, is so whether it runs or not.</summary>
    private static bool MayBeReading(FindingKind kind) => kind.IsDrift() || kind == FindingKind.SuspiciousLocation;

    private static string OfReading(Finding finding) => finding.Kind == FindingKind.SuspiciousLocation
        ? "was read, and lies where no program should; it is none"
        : $"was only read, and is no program: {finding.Message}";

    /// <summary>Adds to each finding of one story what they share.</summary>
    private List<Finding> Together(ObservedDigest seen, IReadOnlyList<Approval> approvals, List<Finding> findings)
    {
        if (findings.Count == 0)
            return [];
        var others = contents.Others(seen);
        var known = KnownBefore(others, [.. approvals.Where(known => !known.Digest.Equals(seen.Digest))]);
        var sameDigestAs = contents.SameDigestAs(seen);
        var ambiguous = others.Exists(other => MayBeAnotherFile(seen, other) && !approvals.Any(known => known.Digest.Equals(other.Digest)));
        var ids = findings.ConvertAll(finding => FindingId.Of(finding.Kind, finding.Path, finding.Digest, seen.Realm, seen.Container));
        return [.. findings.Zip(ids, (finding, id) => finding with
        {
            Id = id,
            Realm = seen.Realm,
            Container = seen.Container,
            Known = known,
            SameDigestAs = sameDigestAs,
            // A package that brought it says that it was rewritten.
            Ambiguous = ambiguous && finding.Kind.IsDrift() && seen.Package?.MatchesManifest != true,
            SignedBy = seen.SignedBy,
            Package = seen.Package,
            Sources = seen.Sources,
            FirstSeen = seen.FirstSeen,
            LastSeen = seen.LastSeen,
            Process = finding.Process ?? seen.FirstProcess,
            Softened = finding.Softened || (IsOnlyRead(seen) && MayBeReading(finding.Kind)),
            Severity = IsOnlyRead(seen) && MayBeReading(finding.Kind) ? finding.Severity.AtMost(Severity.Low) : finding.Severity,
            Message = IsOnlyRead(seen) && MayBeReading(finding.Kind) ? OfReading(finding) : finding.Message,
            Related = [.. ids.Where(other => other != id).Order(StringComparer.Ordinal)],
        })];
    }

    /// <summary>
    /// One boot measured the path with both digests, and nothing says that the one was written over the other: in the list a
    /// container's file and the host's bear the same name. Uses of the one that all came before any of the other say so.
    /// </summary>
    private static bool MayBeAnotherFile(ObservedDigest seen, ObservedDigest other) =>
        seen.Digest.Algorithm == other.Digest.Algorithm
        && seen.Boots.Count > 0 && other.Boots.Contains(seen.Boots[^1])
        && !(seen.LatestProcess?.Time < other.FirstProcess?.Time || other.LatestProcess?.Time < seen.FirstProcess?.Time);

    private static IReadOnlyList<KnownDigest> KnownBefore(List<ObservedDigest> others, IReadOnlyList<Approval> approvals)
    {
        var approved = approvals.Select(known =>
        {
            var observed = others.Find(other => other.Digest.Equals(known.Digest));
            return new KnownDigest
            {
                Digest = known.Digest,
                State = known.IsSuperseded ? KnownState.Superseded : KnownState.Approved,
                Generation = known.Generation,
                FirstSeen = observed?.FirstSeen,
                LastSeen = observed?.LastSeen,
            };
        });
        var unapproved = others.Where(other => !approvals.Any(known => known.Digest.Equals(other.Digest)))
            .Select(other => new KnownDigest
            {
                Digest = other.Digest,
                State = KnownState.Observed,
                FirstSeen = other.FirstSeen,
                LastSeen = other.LastSeen,
            });
        return [.. approved.Concat(unapproved).OrderBy(known => known.FirstSeen).ThenBy(known => known.Digest.Hex, StringComparer.Ordinal)];
    }
}
