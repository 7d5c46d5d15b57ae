using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// One scan: records what was seen, asks the disk and the package manager about what is not approved, judges what is new and what
/// was open, and keeps the lives of the findings. Approves nothing.
/// </summary>
public sealed class DriftScan
{
    /// <summary>So often at most a scan is written only because what is open has to age.</summary>
    private static readonly TimeSpan AgingPace = TimeSpan.FromHours(12);

    /// <summary>The kinds that say what a content is to the baseline: one content of one path is of one of them.</summary>
    private static readonly FindingKind[] Contents = [FindingKind.NewFile, FindingKind.AlteredFile, FindingKind.RevertedFile];

    private readonly IHistoryUpdate history;
    private readonly Policy policy;
    private readonly ObservationRecorder recorder;
    private readonly Judge judge;
    private readonly OpenFindings openFindings;
    private readonly TimeSpan counted;
    private readonly HashSet<string> happenedAgain = [];
    private readonly EvidenceSnapshot evidence;
    private readonly DateTimeOffset now;

    /// <param name="history">What is known so far, and where what is found goes.</param>
    /// <param name="policy">What is judged how.</param>
    /// <param name="evidence">What the host says now.</param>
    /// <param name="now">The clock of this run.</param>
    /// <param name="told">The number of the last scan that the reader was told: what later ones found is new. Without it all before this one was.</param>
    public DriftScan(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now, long told = long.MaxValue)
    {
        this.history = history;
        this.policy = policy;
        this.evidence = evidence;
        this.now = now;
        MigratedDecisions.Make(history, policy, now);
        recorder = new ObservationRecorder(history, evidence.ListId, evidence.TakenAt, evidence.Audit?.PassedCapture);
        judge = new Judge(policy, history);
        openFindings = new OpenFindings(history, policy, judge, told);
        counted = history.State.CountedAt(now, policy.MaxScanAge);
        foreach (var observation in evidence.Observations)
            recorder.Record(observation);
        foreach (var incident in evidence.Incidents)
            recorder.Record(incident);
        if (evidence.Audit is { PassedCapture.Count: > 0 } && history.Generations is [.., var latest] && history.State.PassedBy != latest.Number)
            history.Change(state => state with { PassedBy = latest.Number });
    }

    /// <summary>What the evidence tells that was not known before, in the order of the evidence.</summary>
    public IEnumerable<ObservedDigest> NewObservations => recorder.NewObservations;

    /// <summary>The same of other realms than the host's.</summary>
    public IEnumerable<ObservedDigest> NewElsewhere => recorder.NewElsewhere;

    /// <summary>How many files of containers are known, and how many of them are new.</summary>
    public ContainerReport Containers()
    {
        var report = new ContainerReport();
        foreach (var seen in history.AllElsewhere())
            report.Add(seen, new ContainerCounts(1, 0));
        foreach (var seen in recorder.NewElsewhere)
            report.Add(seen, new ContainerCounts(0, 1));
        return report;
    }

    /// <summary>Everything that was ever seen, what is new last; streams.</summary>
    public IEnumerable<ObservedDigest> Known => recorder.Known;

    /// <summary>How many files were hashed on disk.</summary>
    public int Hashed { get; private set; }

    /// <summary>How many of the files that were looked at a package owns.</summary>
    public int Owned { get; private set; }

    /// <summary>Everything that is open now, in the order of <see cref="FindingOrder"/>.</summary>
    /// <param name="disk">Where to ask whether a file still has the content that was measured; null to leave the disk out.</param>
    /// <param name="packages">Where to ask whom a file belongs to; null where no package manager is known.</param>
    /// <param name="interrupted">Ends it early.</param>
    public IReadOnlyList<Finding> Judge(EvidenceRoot? disk, IPackageDatabase? packages = null, CancellationToken interrupted = default)
    {
        var budget = WorkBudget.OfScan();
        var hasher = disk is null ? null : new DiskHasher(disk, interrupted, history, budget);
        if (hasher is not null)
            AskDisk(hasher, packages);
        Inspect(new FileInspection(hasher, packages, evidence.Host.MeasuresReading), packages?.Stamp);
        if (budget.Unfinished > 0)
            recorder.Record(Unfinished(budget));
        Rename();
        InitramfsCopies.Mark(history, evidence, recorder.NewObservations, openFindings.All, disk);
        var lives = history.Findings().ToDictionary(life => life.Id);
        var judged = JudgeAll(lives);
        var open = new List<Finding>();
        foreach (var life in lives.Values)
            if (Live(life, judged.GetValueOrDefault(life.Id)) is { } told)
                open.Add(told);
        foreach (var (id, finding) in judged)
            if (!lives.ContainsKey(id))
                open.Add(Begin(finding));
        // A quiet host writes nothing, and what is to age there would not: time counts by what is written.
        if (counted - history.State.Counted >= AgingPace && open.Exists(finding => finding.Explained || finding.Kind.IsEvent()))
            history.Change(state => state);
        open.Sort(FindingOrder.Instance);
        return open;
    }

    /// <summary>
    /// The list does not repeat an entry when a file goes back to what it was. Where the log tells of no use either, the disk is asked
    /// for what was superseded; and always for what was resolved, which is told again where it lies there again. What lies there is
    /// told once, until something else lies there.
    /// </summary>
    private void AskDisk(DiskHasher disk, IPackageDatabase? packages)
    {
        // Where the packages changed, an old version may be back and not used yet.
        var asksAll = !LogTellsDigests || (packages is not null && packages.Stamp != history.State.PackagesStamp);
        var questions = history.Superseded()
            .Where(known => asksAll || history.Observed(known.Path, known.Digest) is { LiesOnDisk: true })
            .Select(known => (known.Path, known.Digest))
            .Concat(history.Findings()
                .Where(life => life is { Closed: FindingClosure.Resolved, Digest: not null, Path.IsAbsolute: true } && life.KindOf()?.IsOfIncident() == false)
                .Select(life => (life.Path, Digest: life.Digest!)))
            .Where(file => FileHasher.CanCompute(file.Digest.Algorithm))
            .Distinct()
            .ToList();
        var digests = disk.Hash([.. questions.GroupBy(file => file.Path)
            .Select(file => new HashRequest(file.Key, [.. file.Select(asked => asked.Digest.Algorithm).Distinct()], OnlyPrograms: false))]);
        Hashed += digests.Count;
        foreach (var (path, digest) in questions.Where(file => !disk.WasLeft(file.Path)))
        {
            if (digests.GetValueOrDefault(path)?.Contains(digest) == true)
                recorder.Record(new Observation { Path = path, Digest = digest, Sources = EvidenceSources.Disk });
            else if (history.Observed(path, digest) is { } known)
                recorder.LeftDisk(known);
        }
    }

    /// <summary>
    /// True where the log brought digests in this boot, so that it tells of a use that the list does not repeat. That its end is of this boot
    /// is known where this boot's list holds an entry that it tells of, or what a kexec carried over; without a list it has to be believed.
    /// </summary>
    private bool LogTellsDigests => evidence.Audit?.Position is { HasDigests: true }
        && evidence.List is null or { Memory.FirstAudited: not null } or { Memory.Carried: > 0 };

    private Incident Unfinished(WorkBudget budget) => new()
    {
        Kind = FindingKind.EvidenceGap,
        Gap = EvidenceGapCause.UnfinishedWork,
        Subject = $"{evidence.ListId} hashing",
        Sources = EvidenceSources.Disk,
        Persists = true,
        Count = budget.Unfinished,
        Cause = $"files on disk that were not hashed, because they did not fit the bounds of a scan: {budget.Unfinished}, the first {budget.First}",
    };

    private void Inspect(FileInspection inspection, string? packagesStamp)
    {
        // Of its own: what it learns of contents is of before they were asked about.
        var before = new Judge(policy, history);
        // What was approved when it was seen was not asked about, and may have been taken back since.
        var files = (JudgesAll ? Known.Where(seen => recorder.IsNew(seen) || before.Of(seen).Any(finding => finding.Kind.IsDrift())) : recorder.NewObservations)
            .Where(seen => !judge.IsApproved(seen)).ToDictionary(seen => (seen.Path, seen.Digest));
        // A scan in the middle of an upgrade saw the new file and the old database.
        if (packagesStamp is not null && packagesStamp != history.State.PackagesStamp)
            foreach (var life in history.Findings())
                if (life.Digest is { } digest && !life.Path.IsEmpty && history.Observed(life.Path, digest) is { Package: not { MatchesManifest: true } } open)
                    files.TryAdd((life.Path, digest), open);
        foreach (var inspected in inspection.Of(files.Values, seen => before.Of(seen).Count > 0, before.ApprovedInOthers))
            history.Put(inspected);
        Hashed += inspection.Hashed;
        Owned = inspection.Owned;
    }

    /// <summary>What was told under the name in the list lives on under its true name.</summary>
    private void Rename()
    {
        // What the list alone told of, and a later record calls a container's, is told as that.
        foreach (var (path, digest) in recorder.MovedAway)
            foreach (var life in history.Findings().Where(life => life.Realm == Realm.Host && life.Path == path && digest.Equals(life.Digest) && life.KindOf()?.IsOfIncident() == false))
                history.Remove(life);
        foreach (var (listed, path, digest) in recorder.Renamed)
            foreach (var life in history.Findings().Where(life => life.Path == listed && digest.Equals(life.Digest) && life.KindOf()?.IsOfIncident() == false))
            {
                history.Remove(life);
                history.Put(life with { Id = FindingId.Of(life.KindOf()!.Value, path, digest), Path = path });
            }
    }

    /// <summary>What the judge says of what is new, and of all that is known where it was last judged with another policy.</summary>
    private Dictionary<string, Finding> JudgeAll(Dictionary<string, FindingLife> lives)
    {
        var findings = new Dictionary<string, Finding>();
        foreach (var seen in Unjudged(lives.Values))
        {
            var isNew = recorder.IsNew(seen);
            foreach (var judged in judge.Of(seen))
            {
                var finding = InItsKind(judged, lives);
                findings[finding.Id] = finding;
                if (isNew)
                    happenedAgain.Add(finding.Id);
            }
        }
        foreach (var finding in judge.Elsewhere.Of([.. recorder.NewElsewhere]))
        {
            findings[finding.Id] = finding;
            happenedAgain.Add(finding.Id);
        }
        if (MissingRecords.In(evidence, history, [.. findings.Values], lives.Values) is { } gap)
            recorder.Record(gap);
        foreach (var finding in recorder.NewIncidents.Select(judge.Of).Where(finding => !judge.IsWaived(finding)))
        {
            findings[finding.Id] = finding;
            happenedAgain.Add(finding.Id);
        }
        if (judge.FirstBaseline is null)
        {
            var finding = judge.NoBaseline();
            findings[finding.Id] = finding;
        }
        return findings;
    }

    /// <summary>A finding keeps the kind that it was told with: what else is approved for the path by now makes no other of it.</summary>
    private Finding InItsKind(Finding finding, Dictionary<string, FindingLife> lives)
    {
        if (!Contents.Contains(finding.Kind))
            return finding;
        foreach (var kind in Contents)
            if (kind != finding.Kind && lives.GetValueOrDefault(FindingId.Of(kind, finding.Path, finding.Digest)) is { } life
                && (life.IsOpen() || life.Closed is FindingClosure.Resolved) && openFindings.Tell(life) is { } told)
                return told;
        return finding;
    }

    /// <summary>True where it was last judged with another policy, or by approvals that were taken back since.</summary>
    private bool JudgesAll => !history.IsEmpty && history.State.PolicyFingerprint != policy.Fingerprint;

    /// <summary>
    /// What is new, and what is open: it can have become a copy, or bad in itself, since it was told. Or all that is known.
    /// </summary>
    private IEnumerable<ObservedDigest> Unjudged(IEnumerable<FindingLife> lives)
    {
        if (JudgesAll)
            return Known;
        var open = lives.Where(life => life is { Realm: Realm.Host, Digest: not null, Path.IsEmpty: false } && life.IsOpen() && life.KindOf()?.IsOfIncident() == false)
            .Select(life => (life.Path, life.Digest)).Distinct()
            .Select(file => history.Observed(file.Path, file.Digest!)).OfType<ObservedDigest>()
            .Where(seen => !recorder.IsNew(seen));
        return recorder.NewObservations.Concat(open);
    }

    /// <summary>A finding that was told before, with its life from now on; null where it is closed.</summary>
    private Finding? Live(FindingLife known, Finding? judged)
    {
        var again = judged is not null && happenedAgain.Contains(known.Id);
        if (!known.IsOpen() && !IsOpenAgain(known, judged, again))
            return null;
        if (!known.IsOpen())
            return (judged ?? openFindings.Tell(known)) is { } reopened ? Begin(reopened) : null;
        if (!again && ClosureOf(known) is { } closure)
        {
            history.Put(known with { Closed = closure });
            return null;
        }
        if ((judged is null ? openFindings.Tell(known) : openFindings.AsTold(judged, known)) is not { } finding)
            return null;
        var isNews = again && finding.Kind.IsEvent();
        var life = known with
        {
            FoundAt = isNews ? now : known.FoundAt,
            CountedAt = isNews ? counted : known.CountedAt,
            ChangedIn = isNews || !known.Reported || finding.Severity > known.SeverityTold() ? history.State.Scans + 1 : known.ChangedIn,
            NewIn = known is { Reported: false, NewIn: 0 } ? history.State.Scans + 1 : known.NewIn,
            Reported = true,
            ReportedSeverity = finding.Severity.ToString(),
            Rule = finding.Rule,
            Message = finding.Message,
            Explained = finding.Explained,
            Explanation = finding.Explained ? finding.Explanation : null,
        };
        if (life != known)
            history.Put(life);
        return finding with { FoundAt = life.FoundAt, ChangedIn = life.ChangedIn };
    }

    /// <summary>A finding's life begins, for the first time or after it was closed.</summary>
    private Finding Begin(Finding finding)
    {
        var life = finding.LifeOf(now, counted) with { Reported = true, ChangedIn = history.State.Scans + 1, NewIn = history.State.Scans + 1 };
        history.Put(life);
        return finding with { State = FindingState.New, FoundAt = life.FoundAt, ChangedIn = life.ChangedIn };
    }

    /// <summary>
    /// What was closed is open again where it is used again, happens again or got worse, and where it had only aged and still holds. A
    /// waiver holds for later uses too.
    /// </summary>
    private bool IsOpenAgain(FindingLife closed, Finding? judged, bool again) =>
        closed.KindOf() == FindingKind.NoBaseline ? judged is not null
        // The list was accepted as it was: where it goes on from there, that is still so.
        : closed is { Closed: FindingClosure.Accepted } && closed.KindOf() == FindingKind.ListTampered && evidence.List is { Resumed: true } ? false
        : closed.KindOf()?.Facts().Group != FindingGroup.Circumstance || closed is { Closed: not FindingClosure.Waived, AcceptedAt: null }
            ? again || (closed.Closed is FindingClosure.Expired or FindingClosure.Over && recorder.Holds(closed.IncidentKey))
            : false;

    /// <summary>What closes an open finding at a scan, where nothing of it is news; null where nothing does.</summary>
    private FindingClosure? ClosureOf(FindingLife life)
    {
        if (life.KindOf() is not { } kind)
            return null;
        if (kind == FindingKind.NoBaseline)
            return life.Digest is not null || judge.FirstBaseline is not null ? FindingClosure.Over : null;
        if (kind.IsCircumstance() && openFindings.IsWaived(life))
            return FindingClosure.Waived;
        if (kind.IsDrift() || kind.IsCircumstance())
            return life.Explained && IsOld(life) ? FindingClosure.Expired : null;
        if (!kind.IsEvent() || recorder.Holds(life.IncidentKey))
            return null;
        var gap = IncidentOf(life)?.Gap;
        return gap?.Family() == EvidenceGapCause.NoRecords && life.Subject.EndsWith(evidence.ListId, StringComparison.Ordinal) ? FindingClosure.Over
            : gap != EvidenceGapCause.PolicyJudgesLess && IsOld(life) ? FindingClosure.Expired
            : null;
    }

    private bool IsOld(FindingLife life) => counted - life.CountedAt >= policy.KeepEventsOpen;

    private IncidentRecord? IncidentOf(FindingLife life) => life.KindOf()?.IsOfIncident() == true ? history.Incident(life.IncidentKey) : null;
}
