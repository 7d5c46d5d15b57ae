namespace IntegrityWatch.Evidence.Packages.Dpkg;

/// <summary>var/lib/dpkg/info/NAME.list: absolute paths, one a line, a folder before what is in it.</summary>
internal static class DpkgFileList
{
    public static bool TryRead(DpkgPackage package, FileContent content, ReadingProblems problems, out ReadOnlyMemory<byte> list)
    {
        if (content.TryRead(package.InfoFile("list"), out list))
            return true;
        problems.LeaveOut("packages without a list of files", package.InfoFile("list"));
        return false;
    }

    public static bool IsPath(ReadOnlySpan<byte> line) => line is [(byte)'/', _, ..] && line.Length <= HostPath.MostBytes;

    /// <summary>
    /// Takes the next file from the front of a list, passing over folders that are followed by what is in them; empty at the end.
    /// </summary>
    public static ReadOnlyMemory<byte> TakeFile(ref ReadOnlyMemory<byte> rest, ref int unreadable)
    {
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!IsPath(line.Span))
                unreadable++;
            else if (!line.Span.SequenceEqual("/."u8) && !IsWithin(line.Span, rest.Span))
                return line;
        }
        return default;
    }

    private static bool IsWithin(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> next) =>
        next.Length > folder.Length && next[folder.Length] == (byte)'/' && next.StartsWith(folder);
}
