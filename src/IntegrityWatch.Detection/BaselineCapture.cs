using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// Makes a generation: does what a scan does, then approves what lies on disk now, keeps what it was as superseded, and leaves out what is
/// suspicious. What it did not approve it does not close.
/// </summary>
public sealed class BaselineCapture
{
    private const string UsualAlgorithm = "sha256";

    private readonly IHistoryUpdate history;
    private readonly Policy policy;
    private readonly EvidenceSnapshot evidence;
    private readonly DateTimeOffset now;
    private readonly CaptureRequest request;
    private readonly EvidenceRoot? disk;
    private readonly IPackageDatabase? packages;
    private readonly HashSet<HostPath> included;
    private readonly string mainAlgorithm;

    /// <param name="history">What is known so far, and where the generation goes.</param>
    /// <param name="policy">Says what is suspicious, and which folders to look into.</param>
    /// <param name="evidence">What the host says now.</param>
    /// <param name="now">The clock of this run.</param>
    /// <param name="request">What to approve.</param>
    /// <param name="disk">Where to ask what a file is now; null where the last use is to stand for it.</param>
    /// <param name="packages">Says which files belong to the system and what they should be; null where no manager is known.</param>
    public BaselineCapture(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now, CaptureRequest request,
        EvidenceRoot? disk, IPackageDatabase? packages)
    {
        this.history = history;
        this.policy = policy;
        this.evidence = evidence;
        this.now = now;
        this.request = request;
        this.disk = disk;
        this.packages = packages;
        included = [.. request.Include];
        mainAlgorithm = MainAlgorithm(evidence);
    }

    /// <summary>Works out the generation and gathers it in the update; nothing is published here.</summary>
    /// <param name="progress">Told how many of how many files are hashed.</param>
    /// <param name="interrupted">Ends it early.</param>
    /// <exception cref="CannotCheckException">The list of this boot was altered.</exception>
    public CapturePlan Prepare(Action<int, int>? progress = null, CancellationToken interrupted = default)
    {
        var scan = new DriftScan(history, policy, evidence, now);
        var open = scan.Judge(disk, packages, interrupted);
        if (open.FirstOrDefault(IsTamperedInThisBoot) is { } tampered)
            throw new CannotCheckException($"nothing is approved on a list that was altered: {tampered.Message}",
                $"see integritywatch verify; if it is known why: integritywatch accept {tampered.Id} --reason TEXT");
        KeepAsNews(open);
        var explained = request.OnlyExplained ? new ExplainedFiles(history, open) : null;

        var paths = PathEvidence.Of(history);
        var files = CapturedFiles.Read(disk, policy, packages, paths.Values, mainAlgorithm, progress, interrupted);
        var draft = new GenerationDraft(history, now);
        var beside = new BesideDisk(history, evidence.ListId, BootLog.FirstLogged(history, evidence, paths.Values), open.ToLookup(finding => finding.Path), draft.Number);
        var refusals = new Refusals(history, new Judge(policy, history), OpenContents(open), files, evidence.TakenAt);
        var boots = history.Cursors().Reverse().Select((cursor, order) => (cursor.BootId, order)).ToDictionary(boot => boot.BootId, boot => boot.order);
        // All are judged before any is approved: what this capture approves vouches for nothing else in it.
        var decisions = new List<PathDecision>();
        var unreadable = new List<HostPath>();
        foreach (var path in paths.Keys.Concat(files.Paths).Concat(files.Unreadable).Distinct().Order())
        {
            interrupted.ThrowIfCancellationRequested();
            if (files.IsUnreadable(path))
                unreadable.Add(path);
            else if (explained?.Contains(path, files) != false
                && Decide(paths.GetValueOrDefault(path) ?? new PathEvidence(path), files, beside, refusals, boots) is { Current.Count: > 0 } decision)
                decisions.Add(decision);
        }
        return Approve(draft, decisions, open, files) with
        {
            Unreadable = unreadable,
            Events = [.. open.Where(finding => finding is { State: FindingState.New } && finding.Kind.IsEvent())],
            Hashed = files.Paths.Count,
            NotThere = [.. included.Where(path => !decisions.Exists(decision => decision.Path == path) && !files.IsUnreadable(path)).Order()],
        };
    }

    private CapturePlan Approve(GenerationDraft draft, List<PathDecision> decisions, IReadOnlyList<Finding> open, CapturedFiles files)
    {
        var approval = new CaptureApproval(history, draft, evidence, request, now);
        foreach (var decision in decisions.Where(decision => decision.IsApproved))
            approval.Approve(decision, files);
        approval.Close(open, decisions, files);
        return approval.Complete(VersionsNow(draft.Number, files)) with
        {
            Refused = [.. decisions.SelectMany(decision => decision.Refused)],
            LeftOut = [.. decisions.Where(decision => decision.IsApproved).SelectMany(decision => decision.LeftOut)],
        };
    }

    /// <summary>What the path is now, what stands beside it, and what speaks against approving any of it.</summary>
    private PathDecision Decide(PathEvidence path, CapturedFiles files, BesideDisk beside, Refusals refusals, IReadOnlyDictionary<string, int> boots)
    {
        var onDisk = OnDisk(path, files, path.Algorithms().DefaultIfEmpty(mainAlgorithm));
        if (onDisk.Count == 0)
            onDisk = OnDisk(path, files, [mainAlgorithm]);
        var mayBeAsked = path.Path.IsAbsolute && (files.DiskIsThere || files.IsThere(path.Path));
        var lastUse = onDisk.Count > 0 || mayBeAsked ? null : path.LastUse(evidence.ListId, boots)?.Digest;
        var decision = new PathDecision(path) { ByLastUse = lastUse is not null };
        decision.Current.AddRange(lastUse is null ? onDisk : [lastUse]);
        if (decision.Current.Count == 0)
            return decision;
        foreach (var seen in request.DiskOnly || request.OnlyExplained ? [] : beside.Candidates(decision))
            (beside.Stands(decision, seen) || (included.Contains(path.Path) && beside.MayBeCopy(decision, seen)) ? decision.Beside : decision.LeftOut).Add(seen);
        foreach (var finding in decision.Values.ToList().SelectMany(digest => refusals.Against(path, digest)))
            (included.Contains(path.Path) ? decision.Waived : decision.Refused).Add(finding);
        return decision;
    }

    private static List<Digest> OnDisk(PathEvidence path, CapturedFiles files, IEnumerable<string> algorithms) =>
        [.. algorithms.Select(algorithm => files.OnDisk(path.Path, algorithm)).OfType<Digest>()];

    /// <summary>The one that the kernel uses for most files of this boot.</summary>
    private static string MainAlgorithm(EvidenceSnapshot evidence) => evidence.Observations
        .GroupBy(seen => seen.Digest.Algorithm)
        .Where(algorithm => FileHasher.CanCompute(algorithm.Key))
        .OrderByDescending(algorithm => algorithm.Count())
        .ThenBy(algorithm => algorithm.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? UsualAlgorithm;

    /// <summary>The list is of this boot where its fault is told under its id.</summary>
    private bool IsTamperedInThisBoot(Finding finding) =>
        finding.Kind == FindingKind.ListTampered && finding.Subject.StartsWith($"{evidence.ListId} ", StringComparison.Ordinal);

    /// <summary>What this look found is told by no report yet: it is new to the next scan.</summary>
    private void KeepAsNews(IReadOnlyList<Finding> open)
    {
        var news = open.Where(finding => finding.State == FindingState.New).Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var life in history.Findings().Where(life => news.Contains(life.Id)))
            history.Put(life with { Reported = false });
    }

    private static ILookup<(HostPath, Digest), Finding> OpenContents(IReadOnlyList<Finding> open) =>
        open.Where(finding => finding.Digest is not null).ToLookup(finding => (finding.Path, finding.Digest!));

    private PackageVersions? VersionsNow(int generation, CapturedFiles files)
    {
        var versions = packages?.Packages.ToDictionary(package => package.Key, package => package.Value.Version);
        return versions is null || packages!.Fault is not null ? null : new PackageVersions
        {
            Generation = generation,
            Manager = packages.Manager.Name,
            Versions = versions,
            Lists = files.PackageLists,
        };
    }
}
