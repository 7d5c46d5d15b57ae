namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// Looks for a few paths in the lists of all packages. Nothing is kept of a list: a line is looked at closely only where its
/// file name is one that is looked for.
/// </summary>
internal sealed class DpkgSearch
{
    private readonly HostFolders folders;
    private readonly DpkgDiversions diversions;
    private readonly HashSet<HostPath> names = new(HostPathBytesComparer.Instance);
    private readonly IReadOnlySet<HostPath> wanted;
    private readonly Dictionary<HostPath, DpkgListing> found = [];

    /// <param name="wanted">As the kernel reports them.</param>
    public DpkgSearch(IReadOnlySet<HostPath> wanted, HostFolders folders, DpkgDiversions diversions)
    {
        this.wanted = wanted;
        this.folders = folders;
        this.diversions = diversions;
        foreach (var path in wanted)
            names.Add(new HostPath(path.FileName));
        foreach (var path in diversions.Paths)
            names.Add(new HostPath(path.FileName));
    }

    /// <summary>By the path that was looked for.</summary>
    public IReadOnlyDictionary<HostPath, DpkgListing> Found => found;

    public void Search(DpkgPackage package, ReadOnlySpan<byte> list)
    {
        var lookup = names.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (ByteLines.TryTake(ref list, out var line))
            if (lookup.Contains(line[(line.LastIndexOf((byte)'/') + 1)..]) && DpkgFileList.IsPath(line))
                Compare(package, line);
    }

    private void Compare(DpkgPackage package, ReadOnlySpan<byte> listed)
    {
        var installed = diversions.PathOf(listed, package);
        var path = folders.Canonical(installed);
        if (!wanted.Contains(path))
            return;
        var name = new HostPath(listed);
        var listing = new DpkgListing(package, name, path.Bytes.SequenceEqual(installed),
            package.Conffiles?.GetValueOrDefault(name) is { IsObsolete: true });
        if (!found.TryGetValue(path, out var known) || listing.KnowsBetterThan(known))
            found[path] = listing;
    }
}

/// <summary>A line of a package's list of files.</summary>
/// <param name="Listed">As the package names the file.</param>
/// <param name="IsExact">The kernel reports it by the same name.</param>
/// <param name="IsObsolete">The package had it once, and does not bring it any more.</param>
internal sealed record DpkgListing(DpkgPackage Package, HostPath Listed, bool IsExact, bool IsObsolete)
{
    /// <summary>
    /// Two packages may name one file in two ways; the one that names it as the kernel does knows it better. Who brings it still knows it
    /// better than who once did.
    /// </summary>
    public bool KnowsBetterThan(DpkgListing other) =>
        IsObsolete == other.IsObsolete ? IsExact && !other.IsExact : other.IsObsolete;
}
