namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// The packages of Debian and its kin, from the text files below var/lib/dpkg. A search reads the lists of all packages and the
/// checksums of the owners only.
/// </summary>
internal sealed class DpkgDatabase : IPackageDatabase
{
    private const string RestoreHint =
        "if dpkg works on the host, report this file; if not, restore it from var/lib/dpkg/status-old or a backup";

    private readonly EvidenceRoot root;
    private readonly ReadingProblems problems;
    private readonly FileContent content;
    private readonly HostFolders folders;
    private readonly Dictionary<string, InstalledPackage> packages = new(StringComparer.Ordinal);
    private IReadOnlyList<DpkgPackage>? installed;
    private DpkgDiversions diversions = new();

    private DpkgDatabase(IPackageManager manager, EvidenceRoot root, string stamp, ReadingProblems problems)
    {
        Manager = manager;
        this.root = root;
        this.problems = problems;
        Stamp = stamp;
        content = new FileContent(root, problems);
        folders = new HostFolders(root);
    }

    public IPackageManager Manager { get; }

    public string Stamp { get; }

    public CannotCheckException? Fault => problems.Fault;

    public IReadOnlyList<string> Problems => problems.Messages;

    public IReadOnlyDictionary<string, InstalledPackage> Packages
    {
        get
        {
            Load();
            return packages;
        }
    }

    public bool IsBeingChanged => ManagerLock.IsHeld(root, DpkgPaths.Lock) || root.Has(DpkgStatus.UpdatePath(0));

    /// <summary>
    /// Null where there is no status, or it is empty, as other managers' hosts have it: those have no lists of files either. With lists the
    /// status has been lost.
    /// </summary>
    public static DpkgDatabase? Open(IPackageManager manager, EvidenceRoot root)
    {
        var problems = new ReadingProblems(root);
        try
        {
            using var status = root.Open(DpkgPaths.Status);
            if (status is { Length: > 0 })
            {
                var stamp = FileStamp.Of(status) + PendingUpdates(root) + (ManagerLock.IsHeld(root, DpkgPaths.Lock) ? ManagerLock.Mark : "");
                return new DpkgDatabase(manager, root, stamp, problems);
            }
            if (!root.FilesIn(HostPath.Of("/" + DpkgPaths.Info)).Any(DpkgManager.IsList))
                return null;
            problems.Break($"dpkg's status is {(status is null ? "missing" : "empty")}, though it has lists of files: {root.Locate(DpkgPaths.Status)}",
                RestoreHint);
            return new DpkgDatabase(manager, root, "", problems);
        }
        catch (CannotCheckException fault)
        {
            problems.Break(fault);
            return new DpkgDatabase(manager, root, "", problems);
        }
    }

    public IReadOnlyDictionary<HostPath, PackagedFile> OwnersOf(IReadOnlyCollection<HostPath> paths)
    {
        var question = new OwnerQuestion(paths, root, folders);
        return question.Wanted.Count > 0 && Load().Count > 0
            ? question.Answer(Search(question.Wanted))
            : new Dictionary<HostPath, PackagedFile>();
    }

    public IEnumerable<PackagedFile> Files()
    {
        // Its own memory: the caller may ask for owners in between.
        var lists = new FileContent(root, problems);
        foreach (var package in Load())
        {
            var manifest = DpkgManifest.Read(package, lists, problems);
            if (!DpkgFileList.TryRead(package, lists, problems, out var rest))
                continue;
            manifest.Finish(rest.Span);
            var unreadable = 0;
            while (DpkgFileList.TakeFile(ref rest, ref unreadable) is { IsEmpty: false } listed)
            {
                var path = new HostPath(listed.Span);
                if (package.Conffiles?.GetValueOrDefault(path) is not { IsObsolete: true })
                    yield return Describe(package, path, folders.Canonical(diversions.PathOf(listed.Span, package)), manifest);
            }
            problems.LeaveOut("lines that are no path", package.InfoFile("list"), unreadable);
        }
    }

    public void Dispose()
    {
    }

    private Dictionary<HostPath, PackagedFile> Search(IReadOnlySet<HostPath> paths)
    {
        var files = new Dictionary<HostPath, PackagedFile>();
        var search = new DpkgSearch(paths, folders, diversions);
        foreach (var package in installed!)
            if (DpkgFileList.TryRead(package, content, problems, out var list))
                search.Search(package, list.Span);
        foreach (var owned in search.Found.GroupBy(listing => listing.Value.Package))
        {
            var manifest = DpkgManifest.Read(owned.Key, content, problems);
            if (DpkgFileList.TryRead(owned.Key, content, problems, out var list))
                manifest.Finish(list.Span);
            foreach (var (path, listing) in owned)
                files[path] = Describe(owned.Key, listing.Listed, path, manifest);
        }
        var scripts = new DpkgScripts(packages, folders);
        foreach (var path in paths)
            if (!files.ContainsKey(path) && scripts.Find(path) is { } script)
                files[path] = script;
        return files;
    }

    private PackagedFile Describe(DpkgPackage package, HostPath listed, HostPath path, DpkgManifest manifest) => new()
    {
        Path = path,
        Package = packages[package.Name],
        Manifest = manifest.ChecksumOf(listed),
        ManifestDigest = manifest.Digest,
        IsConfiguration = package.Conffiles?.ContainsKey(listed) ?? false,
    };

    private IReadOnlyList<DpkgPackage> Load()
    {
        if (installed is not null)
            return installed;
        installed = Fault is null ? new DpkgStatus(content, problems).Read() : [];
        if (installed.Count == 0)
        {
            problems.Break($"no installed package can be read: {root.Locate(DpkgPaths.Status)}", RestoreHint);
            return installed;
        }
        diversions = DpkgDiversions.Read(content, problems);
        var changes = new DpkgLog(content, HostTimeZone.Of(root)).Read(installed);
        foreach (var package in installed)
        {
            var change = changes.GetValueOrDefault(package.LogName);
            packages[package.Name] = new InstalledPackage
            {
                Name = package.Name,
                Version = package.Version,
                ChangedAt = change?.At,
                PreviousVersion = change?.Previous,
                IsBeingChanged = package.IsBeingChanged,
            };
        }
        return installed;
    }

    /// <summary>While dpkg runs, it writes changes beside the status.</summary>
    private static string PendingUpdates(EvidenceRoot root)
    {
        var number = 0;
        for (; number < DpkgStatus.MostUpdates; number++)
            using (var update = root.Open(DpkgStatus.UpdatePath(number)))
                if (update is null)
                    break;
        return number == 0 ? "" : $"+{number}";
    }
}

/// <summary>
/// The scripts that dpkg keeps for installed packages and runs on their changes (deb-preinst(5) and on),
/// var/lib/dpkg/info/NAME.postinst. Those of a package that is coming lie in var/lib/dpkg/tmp.ci, where nothing names the package.
/// </summary>
internal sealed class DpkgScripts(IReadOnlyDictionary<string, InstalledPackage> packages, HostFolders folders)
{
    private readonly HostPath sample = folders.Canonical("/var/lib/dpkg/info/x"u8);
    private readonly HostPath asked = folders.Canonical("/var/cache/debconf/tmp.ci/x"u8);

    /// <param name="path">As the kernel reports it.</param>
    public PackagedFile? Find(HostPath path)
    {
        if (path.Bytes[..^path.FileName.Length].SequenceEqual(asked.Bytes[..^1]))
            return FindAsked(path);
        if (!path.Bytes[..^path.FileName.Length].SequenceEqual(sample.Bytes[..^1]))
            return null;
        var name = LossyUtf8.Decode(path.FileName);
        var dot = name.LastIndexOf('.');
        if (dot < 0 || name[dot..] is not (".preinst" or ".postinst" or ".prerm" or ".postrm" or ".config")
            || !packages.TryGetValue(name[..dot], out var package))
            return null;
        return new PackagedFile { Path = path, Package = package, IsScript = true };
    }

    /// <summary>apt has a package's questions asked by a copy of its script, NAME.config.RANDOM, before dpkg has the package.</summary>
    private PackagedFile? FindAsked(HostPath path)
    {
        var name = LossyUtf8.Decode(path.FileName);
        var end = name.LastIndexOf(".config.", StringComparison.Ordinal);
        return end <= 0 || packages.GetValueOrDefault(name[..end]) is not { } package ? null
            : new PackagedFile { Path = path, Package = package, IsScript = true, KeptAs = HostPath.Of($"/{DpkgPaths.Info}/{package.Name}.config") };
    }
}
