using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// One scan: records what was seen, asks the disk and the package manager about what is not approved, judges what is new and what
/// was open, and keeps the lives of the findings. Approves nothing.
/// </summary>
public sealed class DriftScan
{
    private readonly IHistoryUpdate history;
    private readonly Policy policy;
    private readonly ObservationRecorder recorder;
    private readonly Judge judge;
    private readonly HashSet<string> happenedAgain = [];
    private readonly EvidenceSnapshot evidence;
    private readonly DateTimeOffset now;

    public DriftScan(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now)
    {
        this.history = history;
        this.policy = policy;
        this.evidence = evidence;
        this.now = now;
        recorder = new ObservationRecorder(history, evidence.ListId, evidence.TakenAt);
        judge = new Judge(policy, history);
        foreach (var observation in evidence.Observations)
            recorder.Record(observation);
        foreach (var incident in evidence.Incidents)
            recorder.Record(incident);
    }

    /// <summary>What the evidence tells that was not known before, in the order of the evidence.</summary>
    public IEnumerable<ObservedDigest> NewObservations => recorder.NewObservations;

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
        // Only a second capture can have superseded anything. Where the packages changed, an old one may be back and not used yet.
        if (disk is not null && history.Generations.Count > 1
            && (evidence.Audit is null || (packages is not null && packages.Stamp != history.State.PackagesStamp)))
            FindReverted(disk);
        Inspect(new FileInspection(disk, packages, interrupted), packages?.Stamp);
        var findings = JudgeAll();
        var lives = history.Findings().ToDictionary(life => life.Id);
        var open = new List<Finding>();
        foreach (var finding in findings.Values)
            if (Live(finding, lives.GetValueOrDefault(finding.Id)) is { } told)
                open.Add(told);
        foreach (var life in lives.Values)
            if (!findings.ContainsKey(life.Id) && life is { AcceptedAt: null, Closed: null })
                history.Remove(life);
        open.Sort(FindingOrder.Instance);
        return open;
    }

    /// <summary>
    /// The list does not repeat an entry when a file goes back to what it was. Where no audit log tells of that, the disk can.
    /// </summary>
    private void FindReverted(EvidenceRoot disk)
    {
        foreach (var known in history.Superseded())
        {
            if (FileHasher.Hash(disk, known.Path, known.Digest.Algorithm) is not { } now)
                continue;
            Hashed++;
            if (now.Equals(known.Digest))
                recorder.Record(new Observation { Path = known.Path, Digest = known.Digest, Sources = EvidenceSources.Disk });
        }
    }

    private void Inspect(FileInspection inspection, string? packagesStamp)
    {
        var files = recorder.NewObservations.Where(seen => !judge.IsApproved(seen)).ToDictionary(seen => (seen.Path, seen.Digest));
        // A scan in the middle of an upgrade saw the new file and the old database.
        if (packagesStamp is not null && packagesStamp != history.State.PackagesStamp)
            foreach (var life in history.Findings())
                if (life.Digest is { } digest && !life.Path.IsEmpty && history.Observed(life.Path, digest) is { Package: not { MatchesManifest: true } } open)
                    files.TryAdd((life.Path, digest), open);
        foreach (var inspected in inspection.Of(files.Values, seen => judge.Of(seen).Count > 0 && !judge.IsIncomparable(seen)))
            history.Put(inspected);
        Hashed += inspection.Hashed;
        Owned = inspection.Owned;
    }

    private Dictionary<string, Finding> JudgeAll()
    {
        var findings = new Dictionary<string, Finding>();
        foreach (var life in history.Findings())
            if (judge.Of(life, history) is { } finding)
                findings[finding.Id] = finding;
        foreach (var seen in Unjudged())
            foreach (var finding in Of(seen))
                findings[finding.Id] = finding;
        foreach (var finding in recorder.NewIncidents.Select(judge.Of))
        {
            findings[finding.Id] = finding;
            happenedAgain.Add(finding.Id);
        }
        if (history.Generations.Count == 0)
        {
            var finding = judge.NoBaseline();
            findings[finding.Id] = finding;
        }
        return findings;
    }

    /// <summary>What is new; all that is known, where it was last judged with another policy.</summary>
    private IEnumerable<ObservedDigest> Unjudged() =>
        history.IsEmpty || history.State.PolicyFingerprint == policy.Fingerprint ? recorder.NewObservations : Known;

    private IEnumerable<Finding> Of(ObservedDigest seen) => history.Generations.Count > 0 && judge.IsIncomparable(seen)
        ? [.. judge.Of(seen), judge.NoBaselineIn(seen.Digest.Algorithm)]
        : judge.Of(seen);

    /// <summary>The finding with its life from now on; null where it is not to be told.</summary>
    private Finding? Live(Finding finding, FindingLife? known)
    {
        var again = happenedAgain.Contains(finding.Id);
        var closed = known is not null && !known.IsOpen(policy, now);
        if (closed && !again)
            return null;
        var life = known is null || closed ? LifeOf(finding, now)
            : again ? known with { FoundAt = now }
            : known;
        if (again || !life.Reported || IsWorse(finding, life))
            life = life with { ChangedIn = history.State.Scans + 1 };
        var state = life.Reported ? FindingState.Open : FindingState.New;
        life = life with { Reported = true, ReportedSeverity = finding.Severity.ToString() };
        if (life != known)
            history.Put(life);
        return finding with { State = state, FoundAt = life.FoundAt, ChangedIn = life.ChangedIn };
    }

    private static bool IsWorse(Finding finding, FindingLife life) =>
        Enum.TryParse<Severity>(life.ReportedSeverity, out var reported) && finding.Severity > reported;

    internal static FindingLife LifeOf(Finding finding, DateTimeOffset now) => new()
    {
        Id = finding.Id,
        Kind = finding.Kind.Name(),
        Path = finding.Path,
        Digest = finding.Digest,
        Subject = finding.Subject,
        FoundAt = now,
    };
}
