using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Dkms;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Approving;

/// <summary>
/// What the disk holds now of everything that a capture considers: the files that were seen or approved, the programs, libraries
/// and modules that packages own, and those in the policy's capture folders.
/// </summary>
internal sealed class CapturedFiles
{
    private readonly EvidenceRoot? disk;
    private readonly bool knowsPackages;
    private readonly Dictionary<HostPath, PackagedFile> owners = [];
    private readonly Dictionary<HostPath, IReadOnlyList<Digest>> digests;
    private readonly HashSet<HostPath> unreadable;

    /// <summary>The package manager was at work when the files had been hashed.</summary>
    private readonly bool isBeingChanged;

    private CapturedFiles(EvidenceRoot disk, Policy policy, IPackageDatabase? packages, IReadOnlyCollection<PathEvidence> paths, string algorithm,
        Action<int, int>? progress, WorkBudget budget, CancellationToken interrupted)
    {
        this.disk = disk;
        foreach (var file in packages?.Files() ?? [])
        {
            interrupted.ThrowIfCancellationRequested();
            owners.TryAdd(file.Path, file);
        }
        var requests = new Dictionary<HostPath, HashRequest>();
        foreach (var path in paths)
            requests[path.Path] = new HashRequest(path.Path, AlgorithmsOf(path, algorithm), OnlyPrograms: false);
        foreach (var path in owners.Keys.Concat(policy.CaptureFolders.SelectMany(disk.FilesBelow)))
            requests.TryAdd(path, new HashRequest(path, WithManifest.Algorithms([algorithm], OwnerOf(path)), OnlyPrograms: true));
        var hasher = new DiskHasher(disk, interrupted, budget: budget);
        digests = hasher.Hash(requests.Values, done => progress?.Invoke(done, requests.Count));
        isBeingChanged = packages?.IsBeingChanged ?? false;
        unreadable = [.. requests.Values
            .Where(request => hasher.WasLeft(request.Path) || (!request.OnlyPrograms && !digests.ContainsKey(request.Path) && IsFileOf(disk, request.Path)))
            .Select(request => request.Path)];
        // What no package owns can be built of what one brought.
        if (packages is not null && !isBeingChanged)
        {
            var built = new BuiltModules(disk, packages);
            foreach (var (path, contents) in digests)
                if (!owners.ContainsKey(path) && contents.Select(content => built.Find(path, content)).OfType<PackagedFile>().FirstOrDefault() is { } module)
                    owners[path] = module;
        }
        // What could not be read of the packages may be just what owns a file.
        knowsPackages = packages is { Problems.Count: 0 };
        DiskIsThere = disk.IsLive || HoldsHalf(disk, [.. owners.Keys, .. paths.Where(path => path.IsInBaseline).Select(path => path.Path)]);
    }

    /// <summary>See <see cref="PackageVersions.Lists"/>.</summary>
    public IReadOnlyDictionary<string, string> PackageLists => owners.Values.Where(file => file.ManifestDigest is not null)
        .DistinctBy(file => file.Package.Name).ToDictionary(file => file.Package.Name, file => file.ManifestDigest!.ToString());

    /// <summary>Nothing, where the disk is left out.</summary>
    private CapturedFiles() => (digests, unreadable) = ([], []);

    /// <summary>
    /// True where what does not lie below the root does not lie on the host: the running host, or a tree that holds at least half of the files
    /// that its packages and the baseline name. What was brought along as evidence holds only what somebody put into it.
    /// </summary>
    public bool DiskIsThere { get; }

    /// <summary>The paths that lie there and could not be hashed, see <see cref="IsUnreadable"/>.</summary>
    public IReadOnlyCollection<HostPath> Unreadable => unreadable;

    /// <summary>The paths that could be hashed.</summary>
    public IReadOnlyCollection<HostPath> Paths => digests.Keys;

    /// <param name="disk">Null to leave the disk out.</param>
    /// <param name="policy">Names the folders.</param>
    /// <param name="packages">Null where no package manager is known.</param>
    /// <param name="paths">What was seen or approved.</param>
    /// <param name="algorithm">The one for files that were neither.</param>
    /// <param name="progress">Told how many of how many files are done.</param>
    /// <param name="interrupted">Ends it early.</param>
    /// <param name="budget">How much to hash at most: what does not fit cannot be read. Null for a capture's own.</param>
    public static CapturedFiles Read(EvidenceRoot? disk, Policy policy, IPackageDatabase? packages, IReadOnlyCollection<PathEvidence> paths,
        string algorithm, Action<int, int>? progress, CancellationToken interrupted, WorkBudget? budget = null) =>
        disk is null ? new CapturedFiles() : new CapturedFiles(disk, policy, packages, paths, algorithm, progress, budget ?? WorkBudget.OfCapture(), interrupted);

    /// <summary>Null where the disk has nothing to say.</summary>
    public Digest? OnDisk(HostPath path, string algorithm) =>
        digests.GetValueOrDefault(path)?.FirstOrDefault(digest => digest.Algorithm == algorithm);

    /// <summary>True where a file lies there, whether or not it can be hashed.</summary>
    public bool IsThere(HostPath path) => path.IsAbsolute && disk?.Has(path) == true;

    /// <summary>
    /// True where the disk has something to say of what was seen or approved, and it cannot be heard: this user may not, it has no end, or it did not fit the bounds of the capture.
    /// </summary>
    public bool IsUnreadable(HostPath path) => unreadable.Contains(path);

    /// <summary>What the owning package says of the content on disk; null where none owns it or it says nothing.</summary>
    public PackagedFile? OwnerOf(HostPath path) => owners.GetValueOrDefault(path);

    /// <summary>True where a package manager was asked, and none of its packages owns the path.</summary>
    public bool HasNoPackage(HostPath path) => knowsPackages && OwnerOf(path) is null;

    /// <summary>Null where it cannot be told.</summary>
    public bool? MatchesManifest(HostPath path) =>
        isBeingChanged || !digests.TryGetValue(path, out var now) ? null : OwnerOf(path)?.IsAsInstalled(now);

    /// <summary>A file that is known only by digests that cannot be computed here is hashed all the same: it lies there.</summary>
    private IReadOnlyList<string> AlgorithmsOf(PathEvidence path, string usual)
    {
        var algorithms = WithManifest.Algorithms(path.Algorithms(), owner: null);
        return WithManifest.Algorithms(algorithms.Count == 0 ? [usual] : algorithms, OwnerOf(path.Path));
    }

    /// <summary>True where a file lies there, or this user may not know.</summary>
    private static bool IsFileOf(EvidenceRoot disk, HostPath path)
    {
        if (disk.IsDenied(path))
            return true;
        using var file = disk.Open(path);
        return file is not null;
    }

    private static bool HoldsHalf(EvidenceRoot disk, HashSet<HostPath> named)
    {
        var held = named.Count(path => path.IsAbsolute && disk.Has(path));
        return held > 0 && 2L * held >= named.Count;
    }
}
