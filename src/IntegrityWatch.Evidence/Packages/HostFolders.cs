using IntegrityWatch.Evidence.Audit;

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
        var path = new HostPath(folder);
        var found = root.Resolve(path) ?? WithoutDisk(path);
        if (canonical.Count >= MostFolders)
            canonical.Clear();
        return canonical[path] = found;
    }

    private HostPath WithoutDisk(HostPath folder)
    {
        if (IsMergedIntoUsr(folder.Bytes))
            return Join(HostPath.Of("/usr"), folder.Bytes);
        return Canonical(folder.Bytes);
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
