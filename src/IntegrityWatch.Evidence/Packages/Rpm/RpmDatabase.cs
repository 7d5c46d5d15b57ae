using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>The packages of Fedora, Red Hat, SUSE and their kin, from rpmdb.sqlite.</summary>
internal sealed class RpmDatabase : IPackageDatabase
{
    private static readonly string[] Folders = ["usr/lib/sysimage/rpm/", "var/lib/rpm/"];

    /// <summary>Where the database can lie, below the root, the one that goes first first.</summary>
    public static readonly IReadOnlyList<string> Locations = [.. Folders.Select(folder => folder + RpmStore.Name)];

    private readonly EvidenceRoot root;
    private readonly string path;
    private readonly string lockPath;
    private readonly string stampOfFiles;
    private readonly ReadingProblems problems;
    private readonly HostFolders folders;
    private Dictionary<string, InstalledPackage>? packages;
    private RpmStore? store;

    private RpmDatabase(IPackageManager manager, EvidenceRoot root, string path, string stamp, ReadingProblems problems)
    {
        Manager = manager;
        this.root = root;
        this.path = path;
        this.problems = problems;
        lockPath = path[..(path.LastIndexOf('/') + 1)] + ".rpm.lock";
        stampOfFiles = stamp;
        Stamp = stamp + (IsBeingChanged ? ManagerLock.Mark : "");
        folders = new HostFolders(root);
    }

    public IPackageManager Manager { get; }

    public string Stamp { get; }

    /// <summary>rpm holds its lock for the whole of a transaction; to query and to verify, it takes it for reading.</summary>
    public bool IsBeingChanged => ManagerLock.IsHeld(root, lockPath);

    public CannotCheckException? Fault => problems.Fault;

    public IReadOnlyList<string> Problems => problems.Messages;

    public IReadOnlyDictionary<string, InstalledPackage> Packages => packages ??= ReadPackages();

    /// <summary>Null where there is none.</summary>
    public static RpmDatabase? Open(IPackageManager manager, EvidenceRoot root) =>
        Locations.Select(location => OpenCurrent(manager, root, location)).OfType<RpmDatabase>().FirstOrDefault()
        ?? Folders.SelectMany(folder => new[] { folder + "Packages", folder + "Packages.db" })
            .Select(older => OpenOlder(manager, root, older)).OfType<RpmDatabase>().FirstOrDefault();

    public IReadOnlyDictionary<HostPath, PackagedFile> OwnersOf(IReadOnlyCollection<HostPath> paths)
    {
        var question = new OwnerQuestion(paths, root, folders);
        var found = new Dictionary<HostPath, PackagedFile>();
        return question.Wanted.Count > 0 && Try(store => Search(store, question.Wanted, found)) && IsAsItWas()
            ? question.Answer(found)
            : new Dictionary<HostPath, PackagedFile>();
    }

    public IEnumerable<PackagedFile> Files()
    {
        IEnumerator<(RpmPackage Package, RpmFileList Files)>? all = null;
        var isAnother = false;
        try
        {
            while (Try(store => isAnother = (all ??= Read(store).GetEnumerator()).MoveNext()) && isAnother)
            {
                var (package, files) = all!.Current;
                for (var i = 0; i < files.Count; i++)
                    if (files.IsInstalled(i) && files.Path(i) is { } listed)
                        yield return Describe(package, files, i, folders.Canonical(listed));
            }
            IsAsItWas();
        }
        finally
        {
            all?.Dispose();
        }
    }

    public void Dispose() => store?.Dispose();

    private Dictionary<string, InstalledPackage> ReadPackages()
    {
        var all = new List<RpmPackage>();
        if (!Try(store => all.AddRange(Read(store).Select(read => read.Package))) || !IsAsItWas())
            return [];
        // Several versions can be installed, kernels are: the last has the name alone.
        var named = new Dictionary<string, InstalledPackage>(StringComparer.Ordinal);
        foreach (var package in all.AsEnumerable().Reverse().OrderByDescending(package => package.Installed.ChangedAt))
            if (!named.TryAdd(package.Installed.Name, package.Installed))
                named.TryAdd(package.FullName, package.Installed);
        return named;
    }

    private void Search(RpmStore store, IReadOnlySet<HostPath> wanted, Dictionary<HostPath, PackagedFile> found)
    {
        var candidates = new SortedDictionary<long, HashSet<int>>();
        foreach (var name in wanted.Select(path => new HostPath(path.FileName)).Distinct())
            foreach (var (number, file) in store.FilesNamed(name))
            {
                if (!candidates.TryGetValue(number, out var files))
                    candidates[number] = files = [];
                files.Add(file);
            }
        var exact = new HashSet<HostPath>();
        foreach (var (number, indexes) in candidates)
            if (Read(store.Header(number)) is var (package, files))
                foreach (var i in indexes)
                    if (i < files.Count && files.IsInstalled(i) && files.Path(i) is { } listed
                        && folders.Canonical(listed) is var path && wanted.Contains(path)
                        && (path.Bytes.SequenceEqual(listed) ? exact.Add(path) : !found.ContainsKey(path)))
                        found[path] = Describe(package, files, i, path);
    }

    private IEnumerable<(RpmPackage Package, RpmFileList Files)> Read(RpmStore store)
    {
        var unreadable = 0;
        foreach (var blob in store.Headers())
            if (Read(blob) is { } read)
                yield return read;
            else
                problems.LeaveOut("entries that are no package", path, ++unreadable);
    }

    private static (RpmPackage Package, RpmFileList Files)? Read(ReadOnlyMemory<byte> blob) =>
        RpmHeader.Of(blob) is { } header && RpmPackage.Of(header) is { } package && RpmFileList.Of(header) is { } files
            ? (package, files)
            : null;

    private static PackagedFile Describe(RpmPackage package, RpmFileList files, int index, HostPath path) => new()
    {
        Path = path,
        Package = package.Installed,
        Manifest = files.Manifest(index),
        ManifestDigest = files.ManifestDigest,
        IsConfiguration = files.IsConfiguration(index),
        IsUnverified = !files.IsVerified(index),
    };

    /// <returns>False where the database cannot be read; that is told.</returns>
    private bool Try(Action<RpmStore> read)
    {
        if (Fault is not null)
            return false;
        try
        {
            if (store is null && (store = new RpmStore(root, path)).IsEmpty())
            {
                problems.Break($"rpm database has no package in it: {root.Locate(path)}",
                    "if rpm --query --all lists packages on the host, report this file; if not, restore it from a backup");
                return false;
            }
            read(store);
            return true;
        }
        catch (CannotCheckException fault)
        {
            problems.Break(fault);
        }
        catch (SqliteException fault) when (IsAsItWas())
        {
            problems.Break($"rpm database cannot be read ({raw.sqlite3_errstr(fault.SqliteErrorCode).utf8_to_string()}): {root.Locate(path)}",
                "if rpm --query --all works on the host, report this file; if not, rpmdb --rebuilddb mends it");
        }
        catch (SqliteException)
        {
            // It has been told that the database changed.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Break($"rpm database cannot be copied to the folder for temporary files: {root.Locate(path)}",
                $"make room in {Path.GetTempPath()} or set TMPDIR");
        }
        return false;
    }

    /// <summary>It was opened as one that does not change: what rpm wrote in the meantime was read in parts.</summary>
    private bool IsAsItWas()
    {
        if (Fault is not null)
            return false;
        try
        {
            if (RpmStore.StampOf(root, path) == stampOfFiles)
                return true;
            problems.Break($"rpm database changed while it was read: {root.Locate(path)}", "try again when rpm has finished");
        }
        catch (CannotCheckException fault)
        {
            problems.Break(fault);
        }
        return false;
    }

    private static RpmDatabase? Open(IPackageManager manager, EvidenceRoot root, string path, Action<ReadingProblems> check)
    {
        var problems = new ReadingProblems(root);
        string? stamp;
        try
        {
            stamp = RpmStore.StampOf(root, path);
        }
        catch (CannotCheckException fault)
        {
            problems.Break(fault);
            stamp = "";
        }
        if (stamp is null)
            return null;
        check(problems);
        return new RpmDatabase(manager, root, path, stamp, problems);
    }

    private static RpmDatabase? OpenCurrent(IPackageManager manager, EvidenceRoot root, string path) => Open(manager, root, path, problems =>
    {
        if (!SystemSqlite.IsThere)
            problems.Break($"{SystemSqlite.Library} is missing, by which the rpm database is read: {root.Locate(path)}",
                "install SQLite's library: sqlite-libs on Fedora and Red Hat, libsqlite3-0 on SUSE, Debian and Ubuntu");
    });

    private static RpmDatabase? OpenOlder(IPackageManager manager, EvidenceRoot root, string path) => Open(manager, root, path, problems =>
        problems.Break($"rpm database is of an older kind than SQLite: {root.Locate(path)}",
            "packages explain nothing on this host; rpmdb --rebuilddb makes it SQLite where rpm's _db_backend is sqlite"));
}
