using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Makes a generation: approves what every path is now, keeps what it was as superseded, leaves out what is suspicious, and
/// takes note of all that was seen so far, so that only what happens from here on is judged against it.
/// </summary>
public sealed class BaselineCapture
{
    private readonly IHistoryUpdate history;
    private readonly ObservationRecorder recorder;
    private readonly EvidenceSnapshot evidence;
    private readonly DateTimeOffset now;
    private readonly Judge judge;
    private readonly HashSet<HostPath> included;
    private readonly EvidenceRoot? disk;
    private readonly bool diskOnly;

    private readonly Dictionary<(HostPath, Digest), Approval> approvals = [];
    private readonly List<Approval> approved = [];
    private readonly List<Approval> superseded = [];
    private readonly List<Finding> refused = [];
    private int hashed;

    /// <param name="included">Paths to approve even where they are suspicious.</param>
    /// <param name="disk">Where to ask what a file is now; null where the latest observation is to stand for it.</param>
    /// <param name="diskOnly">Leave out what this boot's list holds and the disk does not, such as an initramfs's copy.</param>
    public BaselineCapture(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now,
        IEnumerable<HostPath> included, EvidenceRoot? disk, bool diskOnly = false)
    {
        this.history = history;
        this.evidence = evidence;
        this.now = now;
        this.disk = disk;
        this.diskOnly = diskOnly;
        this.included = [.. included];
        recorder = new ObservationRecorder(history, evidence.ListId, evidence.TakenAt);
        judge = new Judge(policy, history);
        Generation = history.Generations.Count == 0 ? 1 : history.Generations[^1].Number + 1;
    }

    private int Generation { get; }

    /// <summary>Works out the generation and gathers it in the update; nothing is published here.</summary>
    /// <param name="progress">Told how many of how many paths are done.</param>
    public CapturePlan Prepare(string? name, string? reason, Action<int, int>? progress = null)
    {
        foreach (var observation in evidence.Observations)
            recorder.Record(observation);
        foreach (var incident in evidence.Incidents)
            recorder.Record(incident);
        foreach (var approval in history.IsEmpty ? [] : history.AllApprovals())
            approvals[(approval.Path, approval.Digest)] = approval;

        var paths = PathsWithEvidence();
        for (var done = 0; done < paths.Count; done++)
        {
            progress?.Invoke(done, paths.Count);
            Consider(paths[done]);
        }
        var approvedPaths = approvals.Values.Where(known => !known.IsSuperseded).Select(known => known.Path).Distinct().Count();
        KeepLivesOfRefused();
        history.Put(new Generation
        {
            Number = Generation,
            Name = name,
            Reason = reason,
            CapturedAt = now,
            BootId = evidence.Host.BootId,
            Paths = approvedPaths,
        });
        return new CapturePlan
        {
            Generation = Generation,
            Approved = approved,
            Superseded = superseded,
            Refused = refused,
            Paths = approvedPaths,
            Hashed = hashed,
        };
    }

    /// <summary>Every path that was ever seen or approved, in byte order, with all that was seen of it.</summary>
    private List<PathEvidence> PathsWithEvidence()
    {
        var paths = new SortedDictionary<HostPath, PathEvidence>();
        foreach (var known in history.IsEmpty ? [] : history.AllObserved())
            if (!recorder.IsReplaced(known))
                Of(known.Path).Observed.Add(known);
        foreach (var news in recorder.News)
            Of(news.Path).Observed.Add(news);
        foreach (var approval in approvals.Values)
            Of(approval.Path).Approvals.Add(approval);
        return [.. paths.Values];

        PathEvidence Of(HostPath path)
        {
            if (!paths.TryGetValue(path, out var found))
                paths[path] = found = new PathEvidence(path);
            return found;
        }
    }

    private void Consider(PathEvidence path)
    {
        if (Refuse(path))
            return;
        foreach (var algorithm in path.Algorithms())
        {
            var current = OnDisk(path.Path, algorithm) ?? path.LatestWith(algorithm, evidence.ListId)?.Digest;
            if (current is null)
                continue;
            Approve(path, current, wasOnDisk: true);
            foreach (var seen in diskOnly ? [] : path.Observed)
                if (seen.Digest.Algorithm == algorithm && !seen.Digest.Equals(current) && !WasOnDisk(seen)
                    && seen.Boots.Contains(evidence.ListId))
                    Approve(path, seen.Digest, wasOnDisk: false);
            foreach (var known in path.Approvals)
                if (known is { IsSuperseded: false, WasOnDisk: true } && known.Digest.Algorithm == algorithm
                    && !known.Digest.Equals(current))
                    Supersede(known);
        }
        foreach (var seen in path.Observed)
            TakeNote(seen);
    }

    private bool Refuse(PathEvidence path)
    {
        if (included.Contains(path.Path))
            return false;
        var suspicions = path.Observed
            .Where(seen => !IsApproved(seen.Path, seen.Digest))
            .Select(judge.Suspicion)
            .OfType<Finding>()
            .ToList();
        refused.AddRange(suspicions);
        foreach (var seen in suspicions.Count > 0 ? path.Observed : [])
            TakeNote(seen);
        return suspicions.Count > 0;
    }

    private void Approve(PathEvidence path, Digest digest, bool wasOnDisk)
    {
        var known = approvals.GetValueOrDefault((path.Path, digest));
        if (known is { IsSuperseded: false } && known.WasOnDisk == wasOnDisk)
            return;
        var approval = (known ?? new Approval
        {
            Path = path.Path,
            Digest = digest,
            Generation = Generation,
            ApprovedAt = now,
            PathMayHoldSpaces = path.Observed.Count > 0 && path.Observed.TrueForAll(seen => seen.PathMayHoldSpaces),
        }) with
        {
            SupersededIn = null,
            WasOnDisk = wasOnDisk || known?.WasOnDisk == true,
        };
        if (known is null or { IsSuperseded: true })
            approved.Add(approval);
        approvals[(path.Path, digest)] = approval;
        history.Put(approval);
    }

    private void Supersede(Approval known)
    {
        var approval = known with { SupersededIn = Generation };
        superseded.Add(approval);
        approvals[(known.Path, known.Digest)] = approval;
        history.Put(approval);
    }

    private void TakeNote(ObservedDigest seen)
    {
        if (!seen.Noted && !IsApproved(seen.Path, seen.Digest))
            history.Put(seen with { Noted = true });
    }

    /// <summary>Drift is settled by a capture. What it refused lives on, and is new to the next scan if no scan told of it.</summary>
    private void KeepLivesOfRefused()
    {
        var refusedIds = refused.Select(finding => finding.Id).ToHashSet();
        foreach (var life in history.Findings())
            if (!refusedIds.Remove(life.Id) && life.KindOf()?.IsEvent() != true)
                history.Remove(life);
        foreach (var finding in refused.Where(finding => refusedIds.Contains(finding.Id)))
            history.Put(DriftScan.LifeOf(finding, now));
    }

    private bool WasOnDisk(ObservedDigest seen) =>
        approvals.TryGetValue((seen.Path, seen.Digest), out var known) && known.WasOnDisk;

    private bool IsApproved(HostPath path, Digest digest) =>
        approvals.TryGetValue((path, digest), out var known) && !known.IsSuperseded;

    private Digest? OnDisk(HostPath path, string algorithm)
    {
        var digest = disk is null ? null : FileHasher.Hash(disk, path, algorithm);
        hashed += digest is null ? 0 : 1;
        return digest;
    }
}
