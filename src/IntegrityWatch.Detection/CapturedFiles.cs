using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>
/// What the disk holds now of everything that a capture considers: the files that were seen or approved, the programs, libraries
/// and modules that packages own, and those in the policy's capture folders.
/// </summary>
internal sealed class CapturedFiles
{
    private readonly Dictionary<HostPath, PackagedFile> owners = [];
    private readonly Dictionary<HostPath, IReadOnlyList<Digest>> digests;
    private readonly HashSet<HostPath> denied;

    private CapturedFiles(EvidenceRoot disk, Policy policy, IPackageDatabase? packages, IEnumerable<PathEvidence> paths, string algorithm,
        Action<int, int>? progress, CancellationToken interrupted)
    {
        foreach (var file in packages?.Files() ?? [])
        {
            interrupted.ThrowIfCancellationRequested();
            owners.TryAdd(file.Path, file);
        }
        var requests = new Dictionary<HostPath, HashRequest>();
        foreach (var path in paths)
            requests[path.Path] = new HashRequest(path.Path, WithManifest.Algorithms(path.Algorithms(), OwnerOf(path.Path)), OnlyPrograms: false);
        foreach (var path in owners.Keys.Concat(policy.CaptureFolders.SelectMany(disk.FilesBelow)))
            requests.TryAdd(path, new HashRequest(path, WithManifest.Algorithms([algorithm], OwnerOf(path)), OnlyPrograms: true));
        digests = new DiskHasher(disk, interrupted).Hash(requests.Values, done => progress?.Invoke(done, requests.Count));
        denied = [.. requests.Values
            .Where(request => !request.OnlyPrograms && !digests.ContainsKey(request.Path) && disk.IsDenied(request.Path))
            .Select(request => request.Path)];
    }

    /// <summary>Nothing, where the disk is left out.</summary>
    private CapturedFiles() => (digests, denied) = ([], []);

    /// <summary>The paths that could be hashed.</summary>
    public IReadOnlyCollection<HostPath> Paths => digests.Keys;

    /// <param name="disk">Null to leave the disk out.</param>
    /// <param name="policy">Names the folders.</param>
    /// <param name="packages">Null where no package manager is known.</param>
    /// <param name="paths">What was seen or approved.</param>
    /// <param name="algorithm">The one for files that were neither.</param>
    /// <param name="progress">Told how many of how many files are done.</param>
    /// <param name="interrupted">Ends it early.</param>
    public static CapturedFiles Read(EvidenceRoot? disk, Policy policy, IPackageDatabase? packages, IEnumerable<PathEvidence> paths,
        string algorithm, Action<int, int>? progress, CancellationToken interrupted) =>
        disk is null ? new CapturedFiles() : new CapturedFiles(disk, policy, packages, paths, algorithm, progress, interrupted);

    /// <summary>Null where the disk has nothing to say.</summary>
    public Digest? OnDisk(HostPath path, string algorithm) =>
        digests.GetValueOrDefault(path)?.FirstOrDefault(digest => digest.Algorithm == algorithm);

    /// <summary>True where the disk has something to say of what was seen or approved, and this user may not hear it.</summary>
    public bool IsDenied(HostPath path) => denied.Contains(path);

    /// <summary>What the owning package says of the content on disk; null where none owns it or it says nothing.</summary>
    public PackagedFile? OwnerOf(HostPath path) => owners.GetValueOrDefault(path);

    /// <summary>Null where it cannot be told.</summary>
    public bool? MatchesManifest(HostPath path) =>
        OwnerOf(path)?.Manifest is { } manifest && OnDisk(path, manifest.Algorithm) is { } now ? now.Equals(manifest) : null;
}

/// <summary>All that is known of one path while a capture considers it.</summary>
internal sealed class PathEvidence(HostPath path)
{
    public HostPath Path { get; } = path;

    public List<ObservedDigest> Observed { get; } = [];

    public List<Approval> Approvals { get; } = [];

    public IEnumerable<string> Algorithms() =>
        Observed.Select(seen => seen.Digest.Algorithm)
            .Concat(Approvals.Select(known => known.Digest.Algorithm))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// The digest that was used last. Within one boot that is the list's last entry, which an initramfs's copy comes before;
    /// but the list does not repeat an entry when a file goes back to what it was, and there the audit log's clock decides.
    /// </summary>
    public ObservedDigest? LatestWith(string algorithm, string listId)
    {
        var candidates = Observed.Where(seen => seen.Digest.Algorithm == algorithm).ToList();
        var lastListed = candidates.Where(seen => seen.Boots.Contains(listId)).MaxBy(seen => seen.ListEntry);
        return lastListed switch
        {
            null => candidates.OrderBy(seen => seen.LastSeen).ThenBy(seen => seen.ListEntry).LastOrDefault(),
            { LastAudited: null } => lastListed,
            _ => candidates.MaxBy(seen => seen.LastAudited),
        };
    }
}
