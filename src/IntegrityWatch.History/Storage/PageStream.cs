using Microsoft.Win32.SafeHandles;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// The pages of a history file as LiteDB reads and writes them, one whole page at a time. What is read must match its checksum,
/// what is written gets a new one. The file stays open when the stream is disposed.
/// </summary>
internal sealed class PageStream(SafeFileHandle file, string path, PageChecksums checksums, bool writable) : Stream
{
    public string Path => path;

    public PageChecksums Checksums => checksums;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => writable;

    public override long Length => checksums.Length;

    public override long Position { get; set; }

    /// <exception cref="CannotCheckException">The page is not what was published.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var page = PageAt(Position, buffer.Length);
        if (page >= checksums.Pages || !TryReadWhole(buffer) || !checksums.Matches(page, buffer))
            throw HistoryFailure.Damaged(path, Position);
        Position += buffer.Length;
        return buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!writable)
            throw new NotSupportedException("this history is open for reading");
        var page = PageAt(Position, buffer.Length);
        Moments.Before("pwrite");
        RandomAccess.Write(file, buffer, Position);
        checksums.Set(page, buffer);
        Position += buffer.Length;
    }

    /// <summary>Nothing is held back; what must reach the disk is synchronised once, when a history is published.</summary>
    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool TryReadWhole(Span<byte> buffer)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var read = RandomAccess.Read(file, buffer[done..], Position + done);
            if (read == 0)
                return false;
            done += read;
        }
        return true;
    }

    private static int PageAt(long position, int count) =>
        position % PageChecksums.PageSize == 0 && count == PageChecksums.PageSize
            ? (int)(position / PageChecksums.PageSize)
            : throw new NotSupportedException("a history is read and written in whole pages");
}
