using System.Buffers;

namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>
/// What a package installed, from var/lib/dpkg/info/NAME.md5sums: <c>MD5, two spaces, path without the leading slash</c>.
/// A package need not have the file, and the file need not name everything.
/// </summary>
internal static class DpkgChecksums
{
    private const int Md5Bytes = 16;

    /// <summary>By the path as the package lists it. Empty for a package that is half installed: of which version its files are is not known.</summary>
    public static Dictionary<HostPath, Digest> Read(DpkgPackage package, FileContent content, ReadingProblems problems)
    {
        var checksums = new Dictionary<HostPath, Digest>(HostPathBytesComparer.Instance);
        var path = package.InfoFile("md5sums");
        if (package.IsHalfInstalled || !content.TryRead(path, out var file))
            return checksums;
        var unreadable = 0;
        var rest = file.Span;
        while (ByteLines.TryTake(ref rest, out var line))
            if (!TryAdd(line, checksums))
                unreadable++;
        problems.LeaveOut("lines that are no checksum", path, unreadable);
        return checksums;
    }

    private static bool TryAdd(ReadOnlySpan<byte> line, Dictionary<HostPath, Digest> checksums)
    {
        Span<byte> md5 = stackalloc byte[Md5Bytes];
        if (line.Length <= Md5Bytes * 2 || line.Length > HostPath.MostBytes
            || Convert.FromHexString(line[..(Md5Bytes * 2)], md5, out _, out _) != OperationStatus.Done)
            return false;
        var path = line[(Md5Bytes * 2)..];
        if (path is not [(byte)' ', (byte)' ' or (byte)'*', _, ..])
            return false;
        path = path[2..];
        if (path.StartsWith("./"u8))
            path = path[2..];
        return checksums.TryAdd(new HostPath([(byte)'/', .. path.TrimStart((byte)'/')]), new Digest("md5", md5));
    }
}
