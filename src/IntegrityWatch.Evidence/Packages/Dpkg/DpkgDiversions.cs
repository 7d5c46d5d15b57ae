namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// Files that one package, or the administrator, has moved out of the way of others (dpkg-divert(1), var/lib/dpkg/diversions:
/// three lines each, the path, where it goes instead, and who diverts it, <c>:</c> being the administrator).
/// </summary>
internal sealed class DpkgDiversions
{
    private readonly Dictionary<HostPath, (HostPath Target, HostPath By)> diversions = new(HostPathBytesComparer.Instance);

    /// <summary>The paths that are diverted, as packages name them.</summary>
    public IEnumerable<HostPath> Paths => diversions.Keys;

    public static DpkgDiversions Read(FileContent content, ReadingProblems problems)
    {
        var read = new DpkgDiversions();
        if (!content.TryRead(DpkgPaths.Diversions, out var file))
            return read;
        var unreadable = 0;
        var rest = file.Span;
        while (ByteLines.TryTake(ref rest, out var path))
        {
            if (!ByteLines.TryTake(ref rest, out var target) || !ByteLines.TryTake(ref rest, out var by)
                || !IsPath(path) || !IsPath(target) || !(by.SequenceEqual(":"u8) || DpkgName.IsPackage(by)))
                unreadable++;
            else
                read.diversions[new HostPath(path)] = (new HostPath(target), new HostPath(by));
        }
        problems.LeaveOut("entries that are no diversion", DpkgPaths.Diversions, unreadable);
        return read;
    }

    /// <summary>Where a file that a package lists lies.</summary>
    public ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> listed, DpkgPackage package)
    {
        if (!diversions.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(listed, out var diversion))
            return listed;
        return LossyUtf8.Decode(diversion.By.Bytes) == package.PlainName ? listed : diversion.Target.Bytes;
    }

    private static bool IsPath(ReadOnlySpan<byte> line) => line is [(byte)'/', ..] && line.Length <= HostPath.MostBytes;
}
