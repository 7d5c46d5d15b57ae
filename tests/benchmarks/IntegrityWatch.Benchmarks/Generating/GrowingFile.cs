namespace IntegrityWatch.Benchmarks.Generating;

/// <summary>
/// A file that is written from its beginning, and whose present content is taken to be what would be written: only what lies behind
/// it is added. So a list or a log grows, as on a host, and keeps its inode.
/// </summary>
internal sealed class GrowingFile : IDisposable
{
    private const int BufferSize = 1 << 20;

    private readonly FileStream file;
    private readonly long present;
    private readonly long before;
    private long written;

    /// <param name="path">The file; its folder is made.</param>
    /// <param name="before">How many bytes at its beginning others have written.</param>
    public GrowingFile(string path, long before = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, BufferSize);
        this.before = before;
        present = file.Length - before;
        if (present < 0)
            throw new IOException($"shorter than it was: {path}");
        file.Seek(0, SeekOrigin.End);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var known = (int)Math.Clamp(present - written, 0, bytes.Length);
        file.Write(bytes[known..]);
        written += bytes.Length;
    }

    /// <summary>How long the file is now.</summary>
    /// <exception cref="IOException">It holds more than was written: it was made with other options.</exception>
    public long End()
    {
        file.Flush();
        return written >= present ? before + written : throw new IOException($"already holds more than this: {file.Name}");
    }

    public void Dispose() => file.Dispose();
}
