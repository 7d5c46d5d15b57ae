using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.Evidence.Packages.Dkms;
using IntegrityWatch.History;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection;

/// <summary>What the disk and the package manager add to what was seen of files that are not approved.</summary>
internal sealed class FileInspection
{
    private readonly DiskHasher? disk;
    private readonly IPackageDatabase? packages;
    private readonly bool measuresReading;
    private readonly BuiltModules? built;

    /// <param name="disk">Null to leave the disk out.</param>
    /// <param name="packages">Null where no package manager is known.</param>
    /// <param name="measuresReading">True where the kernel measures what is only read.</param>
    public FileInspection(DiskHasher? disk, IPackageDatabase? packages, bool measuresReading = false) =>
        (this.disk, this.packages, this.measuresReading, built) =
            (disk, packages, measuresReading, disk is null || packages is null ? null : new BuiltModules(disk.Root, packages));

    /// <summary>How many files were hashed on disk.</summary>
    public int Hashed { get; private set; }

    /// <summary>How many of the paths that were asked about a package owns.</summary>
    public int Owned { get; private set; }

    /// <summary>Those of which there is more to say than before, with it.</summary>
    /// <param name="files">What was seen.</param>
    /// <param name="isOdd">True for what is hashed although no package owns it.</param>
    /// <param name="others">The other algorithms in which its path is approved: the disk says whether that is the same content.</param>
    public IEnumerable<ObservedDigest> Of(IReadOnlyCollection<ObservedDigest> files, Func<ObservedDigest, bool> isOdd,
        Func<ObservedDigest, IReadOnlyList<Digest>> others)
    {
        var approved = files.ToDictionary(seen => (seen.Path, seen.Digest), others);
        var owners = packages?.OwnersOf(files.Select(seen => seen.Path).Where(path => path.IsAbsolute).ToHashSet())
            ?? new Dictionary<HostPath, PackagedFile>();
        Owned += owners.Count;
        var digests = Hash(files.Where(seen => owners.GetValueOrDefault(seen.Path) is var owner
            && (owner?.Manifest is not null || (owner is null && ProgramFile.IsModule(seen.Path)) || isOdd(seen))), owners, approved);
        var kept = HashKept(files, owners);
        Hashed += digests.Count + kept.Count;
        // After they were hashed: the manager may have begun its work since.
        var isBeingChanged = packages?.IsBeingChanged ?? false;
        foreach (var seen in files)
        {
            var owner = owners.GetValueOrDefault(seen.Path);
            var now = digests.GetValueOrDefault(seen.Path);
            var isOnDisk = now?.Contains(seen.Digest) == true;
            // What no package owns can be built of what one brought.
            owner ??= isOnDisk && !isBeingChanged ? built?.Find(seen.Path, seen.Digest) : null;
            var matches = isBeingChanged ? null
                : owner?.KeptAs is { } keptAs ? kept.GetValueOrDefault(keptAs)?.Contains(seen.Digest) == true ? true : null
                : isOnDisk ? owner?.IsAsInstalled(now!) : null;
            var inspected = seen with
            {
                Twin = isOnDisk ? TwinOf(now!, approved[(seen.Path, seen.Digest)]) ?? seen.Twin : seen.Twin,
                IsData = isOnDisk ? measuresReading && IsData(seen.Path) : seen.IsData,
                Sources = isOnDisk ? seen.Sources | EvidenceSources.Disk : seen.Sources,
                Package = NoteOf(owner, matches, seen.Package),
                // What could not be read of the packages may be just what owns it.
                HasNoPackage = packages is { Problems.Count: 0 } && owner is null && seen.Package is null,
            };
            if (inspected != seen)
                yield return inspected;
        }
    }

    /// <summary>Scripts that ran from a copy that is gone: the manager keeps them.</summary>
    private Dictionary<HostPath, IReadOnlyList<Digest>> HashKept(IEnumerable<ObservedDigest> files, IReadOnlyDictionary<HostPath, PackagedFile> owners) =>
        disk is null ? new Dictionary<HostPath, IReadOnlyList<Digest>>() : disk.Hash([.. files
            .Select(seen => (Kept: owners.GetValueOrDefault(seen.Path)?.KeptAs, seen.Digest.Algorithm))
            .Where(asked => asked.Kept is not null && FileHasher.CanCompute(asked.Algorithm))
            .GroupBy(asked => asked.Kept!.Value)
            .Select(asked => new HashRequest(asked.Key, [.. asked.Select(file => file.Algorithm).Distinct()], OnlyPrograms: false))]);

    /// <summary>The content on disk in another algorithm: the one that is approved, if any is.</summary>
    private static Digest? TwinOf(IReadOnlyList<Digest> now, IReadOnlyList<Digest> approved) =>
        now.FirstOrDefault(approved.Contains) ?? now.FirstOrDefault(digest => approved.Any(known => known.Algorithm == digest.Algorithm));

    /// <summary>What begins as no program does, and bears no module's name. Only where that could be read.</summary>
    private bool IsData(HostPath path)
    {
        if (ProgramFile.IsModule(path) || disk is null)
            return false;
        using var file = disk.Root.Open(path);
        if (file is null)
            return false;
        Span<byte> head = stackalloc byte[4];
        try
        {
            var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return !head[..length].StartsWith("#!"u8) && !head[..length].SequenceEqual("\u007fELF"u8);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What was found out while the file lay there is not forgotten because it lies there no longer.</summary>
    private static PackageNote? NoteOf(PackagedFile? owner, bool? matches, PackageNote? before) =>
        owner is null || (matches is null && before?.MatchesManifest is not null) ? before : PackageNotes.Of(owner, matches);

    private Dictionary<HostPath, IReadOnlyList<Digest>> Hash(IEnumerable<ObservedDigest> files,
        IReadOnlyDictionary<HostPath, PackagedFile> owners, Dictionary<(HostPath, Digest), IReadOnlyList<Digest>> approved)
    {
        if (disk is null)
            return [];
        var requests = files.Where(seen => seen.Path.IsAbsolute).GroupBy(seen => seen.Path).Select(path => new HashRequest(path.Key,
            WithManifest.Algorithms(path.SelectMany(seen => approved[(seen.Path, seen.Digest)].Append(seen.Digest)).Select(digest => digest.Algorithm), owners.GetValueOrDefault(path.Key)), OnlyPrograms: false));
        // What is odd is asked of the history, which answers on this thread, and not on those that hash.
        return disk.Hash(requests.ToList());
    }
}

/// <summary>A file is read once: for what the kernel measured, and for what its package installed.</summary>
internal static class WithManifest
{
    /// <summary>Those of the algorithms that can be computed here, each once, and the one of the owner's manifest.</summary>
    /// <param name="algorithms">In which the file is known.</param>
    /// <param name="owner">Null where no package owns it.</param>
    public static IReadOnlyList<string> Algorithms(IEnumerable<string> algorithms, PackagedFile? owner) =>
        [.. algorithms.Concat(owner?.Manifest is { } manifest ? [manifest.Algorithm] : []).Where(FileHasher.CanCompute).Distinct()];
}

/// <summary>What is kept of a package with a file that it owns.</summary>
internal static class PackageNotes
{
    /// <param name="file">Null where no package owns the path.</param>
    /// <param name="matches">Whether the file is what the package installed; null where that cannot be told.</param>
    public static PackageNote? Of(PackagedFile? file, bool? matches) => file is null ? null : new PackageNote
    {
        Name = file.Package.Name,
        Version = file.Package.Version,
        ChangedAt = file.Package.ChangedAt,
        PreviousVersion = file.Package.PreviousVersion,
        MatchesManifest = matches,
        List = file.ManifestDigest?.ToString(),
        IsScript = file.IsScript,
        IsBuilt = file.IsBuilt,
    };
}
