namespace IntegrityWatch.Evidence.Packages;

/// <summary>
/// Turns a path that a package names into the one that the kernel reports: the links in its folders are followed, as in
/// <c>/bin/bash</c>. Where the root does not hold the folder, as in evidence that was collected, the six folders that were
/// merged into /usr are taken for merged.
/// </summary>
internal sealed class HostFolders(EvidenceRoot root)
{
    /// <summary>How many folders are remembered: a host has some ten thousand.</summary>
    private const int MostFolders = 65_536;

    private readonly Dictionary<HostPath, HostPath> canonical = new(HostPathBytesComparer.Instance);

    /// <summary>The path itself may be a link: only its folder is resolved.</summary>
    public HostPath Canonical(ReadOnlySpan<byte> path)
    {
        var slash = path.LastIndexOf((byte)'/');
        if (slash <= 0 || path.Length > HostPath.MostBytes)
            return new HostPath(path);
        var folder = CanonicalFolder(path[..slash]);
        return folder.Bytes.SequenceEqual(path[..slash]) ? new HostPath(path) : Join(folder, path[slash..]);
    }

    private HostPath CanonicalFolder(ReadOnlySpan<byte> folder)
    {
        if (canonical.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(folder, out var known))
            return known;
        return Remember(folder, root.Resolve(new HostPath(folder)) ?? WithoutDisk(folder));
    }

    /// <summary>
    /// Down to the first folder that is not there: what lies below that leads nowhere else, however deep it is, and stands as it is
    /// written. Where a folder is there, so is every one above it, so that few need to be looked for.
    /// </summary>
    private HostPath WithoutDisk(ReadOnlySpan<byte> folder)
    {
        var ends = new List<int>();
        for (var at = 1; at < folder.Length; at++)
            if (folder[at] == (byte)'/')
                ends.Add(at);
        ends.Add(folder.Length);
        var above = HostPath.Of("/");
        var (there, missing) = (0, ends.Count);
        while (there < missing)
        {
            var middle = (there + missing) / 2;
            if (root.Resolve(new HostPath(folder[..ends[middle]])) is { } found)
                (above, there) = (found, middle + 1);
            else
                missing = middle;
        }
        if (missing == ends.Count)
            return above;
        var start = missing == 0 ? 0 : ends[missing - 1];
        return IsMergedIntoUsr(folder[..ends[missing]]) ? Join(HostPath.Of("/usr"), folder) : Join(above, folder[start..]);
    }

    private HostPath Remember(ReadOnlySpan<byte> folder, HostPath found)
    {
        if (canonical.Count >= MostFolders)
            canonical.Clear();
        return canonical[new HostPath(folder)] = found;
    }

    private static bool IsMergedIntoUsr(ReadOnlySpan<byte> folder) =>
        folder.SequenceEqual("/bin"u8) || folder.SequenceEqual("/sbin"u8) || folder.SequenceEqual("/lib"u8)
        || folder.SequenceEqual("/lib32"u8) || folder.SequenceEqual("/lib64"u8) || folder.SequenceEqual("/libx32"u8);

    private static HostPath Join(HostPath folder, ReadOnlySpan<byte> rest)
    {
        var start = folder.Bytes.SequenceEqual("/"u8) ? default : folder.Bytes;
        return new HostPath([.. start, .. rest]);
    }
}
