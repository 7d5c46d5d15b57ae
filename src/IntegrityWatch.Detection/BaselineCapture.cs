using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Makes a generation: approves what every path is now, keeps what it was as superseded, leaves out what is suspicious, and
/// takes note of all that was seen so far, so that only what happens from here on is judged against it.
/// </summary>
public sealed class BaselineCapture
{
    private const string UsualAlgorithm = "sha256";

    private readonly IHistoryUpdate history;
    private readonly ObservationRecorder recorder;
    private readonly GenerationDraft draft;
    private readonly Policy policy;
    private readonly EvidenceSnapshot evidence;
    private readonly DateTimeOffset now;
    private readonly Judge judge;
    private readonly HashSet<HostPath> included;
    private readonly EvidenceRoot? disk;
    private readonly IPackageDatabase? packages;
    private readonly bool diskOnly;

    private readonly List<Finding> refused = [];

    private readonly List<HostPath> unreadable = [];

    // In a list of known bad content, and approved all the same.
    private readonly List<Finding> listed = [];

    /// <param name="history">What is known so far, and where the generation goes.</param>
    /// <param name="policy">Says what is suspicious, and which folders to look into.</param>
    /// <param name="evidence">What the host says now.</param>
    /// <param name="now">The clock of this run.</param>
    /// <param name="included">Paths to approve even where they are suspicious.</param>
    /// <param name="disk">Where to ask what a file is now; null where the latest observation is to stand for it.</param>
    /// <param name="packages">Says which files belong to the system and what they should be; null where no manager is known.</param>
    /// <param name="diskOnly">Leave out what this boot's list holds and the disk does not, such as an initramfs's copy.</param>
    public BaselineCapture(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now,
        IEnumerable<HostPath> included, EvidenceRoot? disk, IPackageDatabase? packages, bool diskOnly = false)
    {
        this.history = history;
        this.policy = policy;
        this.evidence = evidence;
        this.now = now;
        this.disk = disk;
        this.packages = packages;
        this.diskOnly = diskOnly;
        this.included = [.. included];
        recorder = new ObservationRecorder(history, evidence.ListId, evidence.TakenAt);
        draft = new GenerationDraft(history, now);
        judge = new Judge(policy, history);
    }

    /// <summary>Works out the generation and gathers it in the update; nothing is published here.</summary>
    /// <param name="name">A name for it.</param>
    /// <param name="reason">Why it is made.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="progress">Told how many of how many files are hashed.</param>
    /// <param name="interrupted">Ends it early.</param>
    public CapturePlan Prepare(string? name, string? reason, string? by, Action<int, int>? progress = null,
        CancellationToken interrupted = default)
    {
        foreach (var observation in evidence.Observations)
            recorder.Record(observation);
        foreach (var incident in evidence.Incidents)
            recorder.Record(incident);

        var algorithm = MainAlgorithm();
        var paths = PathsWithEvidence();
        var files = CapturedFiles.Read(disk, policy, packages, paths.Values, algorithm, progress, interrupted);
        // All are judged before any is approved: what this capture approves vouches for nothing else in it.
        var acceptable = new List<PathEvidence>();
        foreach (var path in paths.Keys.Concat(files.Paths).Distinct().Order())
        {
            interrupted.ThrowIfCancellationRequested();
            var evidenceOfPath = paths.GetValueOrDefault(path) ?? new PathEvidence(path);
            if (IsAcceptable(evidenceOfPath, files, algorithm))
                acceptable.Add(evidenceOfPath);
        }
        foreach (var path in acceptable)
            Accept(path, files, algorithm);
        KeepLivesOfRefused();
        var events = Events();
        if (!history.IsEmpty)
            Keep(events);
        var generation = draft.Complete(
            new GenerationFacts(GenerationOrigin.Capture, evidence.TakenAt)
            {
                Name = name,
                Reason = reason,
                By = by,
                BootId = evidence.Host.BootId,
            },
            VersionsNow());
        return new CapturePlan
        {
            Generation = generation,
            Approved = draft.Approved,
            Superseded = draft.Superseded,
            Refused = refused,
            Unreadable = unreadable,
            Events = events,
            KeepsEvents = !history.IsEmpty,
            Hashed = files.Paths.Count,
        };
    }

    /// <summary>Every path that was ever seen or approved, with all that was seen of it.</summary>
    private Dictionary<HostPath, PathEvidence> PathsWithEvidence()
    {
        var paths = new Dictionary<HostPath, PathEvidence>();
        foreach (var seen in recorder.Known)
            Of(seen.Path).Observed.Add(seen);
        foreach (var approval in history.AllApprovals())
            Of(approval.Path).Approvals.Add(approval);
        return paths;

        PathEvidence Of(HostPath path)
        {
            if (!paths.TryGetValue(path, out var found))
                paths[path] = found = new PathEvidence(path);
            return found;
        }
    }

    /// <summary>The one that the kernel uses for most files of this boot.</summary>
    private string MainAlgorithm() => evidence.Observations
        .GroupBy(seen => seen.Digest.Algorithm)
        .OrderByDescending(algorithm => algorithm.Count())
        .ThenBy(algorithm => algorithm.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? UsualAlgorithm;

    /// <summary>False where it cannot be read or is refused, and says so.</summary>
    private bool IsAcceptable(PathEvidence path, CapturedFiles files, string mainAlgorithm)
    {
        if (!files.IsDenied(path.Path) || included.Contains(path.Path))
            return !Refuse(path, files, mainAlgorithm);
        unreadable.Add(path.Path);
        return false;
    }

    private void Accept(PathEvidence path, CapturedFiles files, string mainAlgorithm)
    {
        foreach (var algorithm in path.Algorithms().DefaultIfEmpty(mainAlgorithm))
        {
            var current = files.OnDisk(path.Path, algorithm) ?? path.LatestWith(algorithm, evidence.ListId)?.Digest;
            if (current is null)
                continue;
            Approve(path, current, onDisk: true);
            foreach (var seen in diskOnly ? [] : path.Observed)
                if (seen.Digest.Algorithm == algorithm && !seen.Digest.Equals(current) && MayStandBeside(seen))
                    Approve(path, seen.Digest, onDisk: false);
            foreach (var known in path.Approvals)
                if (known is { IsSuperseded: false, WasOnDisk: true } && known.Digest.Algorithm == algorithm
                    && !known.Digest.Equals(current))
                    draft.Supersede(known);
        }
        foreach (var seen in path.Observed)
            TakeNote(seen);
    }

    /// <summary>This boot's list holds it, no earlier capture found it on disk, and it was not seen to differ from its package.</summary>
    private bool MayStandBeside(ObservedDigest seen) =>
        seen.Boots.Contains(evidence.ListId)
        && history.Approval(seen.Path, seen.Digest) is not { WasOnDisk: true }
        && (seen.Package?.MatchesManifest != false || included.Contains(seen.Path));

    private bool Refuse(PathEvidence path, CapturedFiles files, string mainAlgorithm)
    {
        TakeListed(path, files, mainAlgorithm);
        if (included.Contains(path.Path))
            return false;
        var suspicions = path.Observed
            .Where(seen => !IsApproved(seen.Path, seen.Digest))
            .Select(seen => seen with { Package = seen.Package ?? PackageNotes.Of(files.OwnerOf(path.Path), matches: null) })
            .SelectMany(seen => new[] { judge.KnownBad(seen), judge.OutOfPlace(seen) })
            .OfType<Finding>()
            .Concat(SuspicionsOfDisk(path, files, mainAlgorithm))
            .ToList();
        refused.AddRange(suspicions);
        foreach (var seen in suspicions.Count > 0 ? path.Observed : [])
            TakeNote(seen);
        return suspicions.Count > 0;
    }

    /// <summary>What a list names is told of by the next scan, though it is approved: only accepting it puts an end to that.</summary>
    private void TakeListed(PathEvidence path, CapturedFiles files, string mainAlgorithm)
    {
        foreach (var seen in path.Observed)
            if (IsTaken(seen.Digest) && judge.ListedContent(seen) is { } finding)
                listed.Add(finding);
        if (OnDisk(path, files, mainAlgorithm) is { } current && IsTaken(current) && history.Observed(path.Path, current) is null
            && judge.ListedContent(Unused(path.Path, current)) is { } unused)
        {
            listed.Add(unused);
            history.Put(Unused(path.Path, current));
        }

        bool IsTaken(Digest digest) => included.Contains(path.Path) || IsApproved(path.Path, digest);
    }

    /// <summary>
    /// What is on disk and was not approved before: it differs from what its package installed, or it never ran and is known to be bad
    /// or lies where no program should. It is put down as seen on disk, so that later scans tell of it too.
    /// </summary>
    private List<Finding> SuspicionsOfDisk(PathEvidence path, CapturedFiles files, string mainAlgorithm)
    {
        var current = OnDisk(path, files, mainAlgorithm);
        if (current is null || IsApproved(path.Path, current))
            return [];
        var seen = history.Observed(path.Path, current);
        var matches = files.MatchesManifest(path.Path);
        var onDisk = (seen ?? Unused(path.Path, current)) with { Package = PackageNotes.Of(files.OwnerOf(path.Path), matches) };
        var knownBad = seen is null ? judge.KnownBad(onDisk) : null;
        var other = judge.Mismatch(onDisk) ?? (seen is null && matches != true ? judge.OutOfPlace(onDisk) : null);
        List<Finding> suspicions = [.. new[] { knownBad, other }.OfType<Finding>()];
        if (suspicions.Count > 0)
            history.Put(onDisk);
        return suspicions;
    }

    private static Digest? OnDisk(PathEvidence path, CapturedFiles files, string mainAlgorithm) =>
        path.Algorithms().DefaultIfEmpty(mainAlgorithm).Select(algorithm => files.OnDisk(path.Path, algorithm))
            .FirstOrDefault(digest => digest is not null);

    private ObservedDigest Unused(HostPath path, Digest digest) => new()
    {
        Path = path,
        Digest = digest,
        Sources = EvidenceSources.Disk,
        FirstSeen = evidence.TakenAt,
        LastSeen = evidence.TakenAt,
        Boots = [],
    };

    private void Approve(PathEvidence path, Digest digest, bool onDisk) => draft.Approve(path.Path, digest, onDisk,
        mayHoldSpaces: path.Observed.Count > 0 && path.Observed.TrueForAll(seen => seen.PathMayHoldSpaces));

    private bool IsApproved(HostPath path, Digest digest) => history.Approval(path, digest) is { IsSuperseded: false };

    private void TakeNote(ObservedDigest seen)
    {
        if (!seen.Noted && !IsApproved(seen.Path, seen.Digest))
            history.Put((history.Observed(seen.Path, seen.Digest) ?? seen) with { Noted = true });
    }

    /// <summary>
    /// Drift is settled by a capture. What it refused lives on, and is new to the next scan if no scan told of it. What is known to be
    /// bad lives on too, accepted or not: a scan does away with it where it is so no longer.
    /// </summary>
    private void KeepLivesOfRefused()
    {
        var alarms = refused.Concat(listed).DistinctBy(finding => finding.Id).ToDictionary(finding => finding.Id);
        foreach (var life in history.Findings())
            if (!alarms.Remove(life.Id) && life.KindOf() is not FindingKind.KnownBad && life.KindOf()?.IsEvent() != true)
                history.Remove(life);
        foreach (var finding in alarms.Values)
            history.Put(DriftScan.LifeOf(finding, now));
    }

    private List<Finding> Events() => [.. recorder.NewIncidents
        .Select(judge.Of)
        .Where(finding => finding.Kind.IsEvent())
        .Order(FindingOrder.Instance)];

    /// <summary>They are open from now on, as if a scan had found them.</summary>
    private void Keep(List<Finding> events)
    {
        var lives = history.Findings().ToDictionary(life => life.Id);
        foreach (var finding in events)
            history.Put(lives.GetValueOrDefault(finding.Id) is { } known && known.IsOpen(policy, now)
                ? known with { FoundAt = now }
                : DriftScan.LifeOf(finding, now));
    }

    private PackageVersions? VersionsNow()
    {
        var versions = packages?.Packages.ToDictionary(package => package.Key, package => package.Value.Version);
        return versions is null || packages!.Fault is not null ? null : new PackageVersions
        {
            Generation = draft.Number,
            Manager = packages.Manager.Name,
            Versions = versions,
        };
    }
}
