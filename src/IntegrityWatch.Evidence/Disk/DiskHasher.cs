using System.Collections.Concurrent;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Evidence.Disk;

/// <summary>Hashes many files side by side. However many there are, each processor reads one at a time.</summary>
public sealed class DiskHasher
{
    /// <summary>
    /// A file that changed so shortly before it was hashed can change again without its times telling: their clock ticks a few times in a
    /// hundredth of a second, and file systems of other hosts keep whole seconds.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly EvidenceRoot root;
    private readonly CancellationToken interrupted;
    private readonly IHashMemory? memory;
    private readonly WorkBudget budget;
    private readonly ConcurrentDictionary<HostPath, bool> left = [];

    /// <param name="root">Where the files lie.</param>
    /// <param name="interrupted">Ends it early.</param>
    /// <param name="memory">Knows what was hashed before, so that it need not be again; null to hash all.</param>
    /// <param name="budget">How much to hash at most; null for as much as there is.</param>
    public DiskHasher(EvidenceRoot root, CancellationToken interrupted, IHashMemory? memory = null, WorkBudget? budget = null)
    {
        this.root = root;
        this.interrupted = interrupted;
        // What is unpacked for this run lies nowhere when it comes to the next.
        this.memory = root.IsArchive ? null : memory;
        this.budget = budget ?? WorkBudget.OfCapture();
    }

    /// <summary>Where the files lie.</summary>
    public EvidenceRoot Root => root;

    /// <summary>How many files were read.</summary>
    public int Read { get; private set; }

    /// <summary>True where a file was left because it did not fit the bounds: nothing is known of it.</summary>
    public bool WasLeft(HostPath path) => left.ContainsKey(path);

    /// <summary>The digests of those that could be read, in the order of their request's algorithms.</summary>
    /// <param name="requests">Read on one thread.</param>
    /// <param name="progress">Told, one call at a time, how many are done.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public Dictionary<HostPath, IReadOnlyList<Digest>> Hash(IEnumerable<HashRequest> requests, Action<int>? progress = null)
    {
        var digests = new Dictionary<HostPath, IReadOnlyList<Digest>>();
        var done = 0;
        var options = new ParallelOptions { CancellationToken = interrupted, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var unknown = memory is null ? requests : Unknown(requests, digests);
        var hashed = new List<HashedFile>();
        Parallel.ForEach(unknown, options, request =>
        {
            var found = Hash(request, out var file);
            lock (digests)
            {
                if (found is not null)
                {
                    digests[request.Path] = found;
                    Read++;
                }
                if (file is not null)
                    hashed.Add(file);
                progress?.Invoke(++done);
            }
        });
        foreach (var file in hashed.OrderBy(file => file.Path))
            memory!.Put(file);
        return digests;
    }

    /// <summary>Those that are not as they were when they were last hashed; what the others have is put beside.</summary>
    private List<HashRequest> Unknown(IEnumerable<HashRequest> requests, Dictionary<HostPath, IReadOnlyList<Digest>> digests)
    {
        var unknown = new List<HashRequest>();
        foreach (var request in requests)
        {
            interrupted.ThrowIfCancellationRequested();
            if (!request.OnlyPrograms && request.Path.IsAbsolute && Known(request) is { } known)
                digests[request.Path] = known;
            else
                unknown.Add(request);
        }
        return unknown;
    }

    private List<Digest>? Known(HashRequest request)
    {
        if (request.Algorithms.Count == 0 || memory!.Hashed(request.Path) is not { } file || root.StatusOf(request.Path) is not { } status || !file.IsStill(status))
            return null;
        var known = request.Algorithms.Select(algorithm => file.Digests.FirstOrDefault(digest => digest.Algorithm == algorithm)).OfType<Digest>().ToList();
        return known.Count == request.Algorithms.Count ? known : null;
    }

    private IReadOnlyList<Digest>? Hash(HashRequest request, out HashedFile? hashed)
    {
        hashed = null;
        // In an algorithm that cannot be computed here there is nothing to read for.
        if (request.Algorithms.Count == 0 || !request.Path.IsAbsolute || !request.Algorithms.All(FileHasher.CanCompute))
            return null;
        using var file = request.OnlyPrograms ? root.OpenProgram(request.Path) : root.Open(request.Path);
        if (file is null)
            return null;
        var now = HostClock.Now;
        var before = FileStatus.Of(file.SafeFileHandle);
        var digests = FileHasher.Hash(file, request.Algorithms, budget, out var isLeft, interrupted);
        if (isLeft)
        {
            left[request.Path] = true;
            budget.Leave(request.Path);
        }
        if (digests is not null && memory is not null && before is { } status && HashedFile.Of(request.Path, status, digests) is var candidate
            && FileStatus.Of(file.SafeFileHandle) is { } after && candidate.IsStill(after) && IsSettled(status, now))
            hashed = candidate;
        return digests;
    }

    private static bool IsSettled(in FileStatus status, DateTimeOffset now) =>
        Math.Max(status.ChangeTime, status.ModifyTime) / 1_000_000 < (now - Settled).ToUnixTimeMilliseconds();
}
