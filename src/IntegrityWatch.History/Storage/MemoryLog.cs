namespace IntegrityWatch.History.Storage;

/// <summary>
/// LiteDB's log, kept in memory: the working copy is not a history before it is published, so its log need not survive. It has no
/// buffer that a page could be missing from when it is read back. Grows by the page, unlike a memory stream, which doubles.
/// </summary>
internal sealed class MemoryLog : Stream
{
    private readonly List<byte[]> pages = [];

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => (long)pages.Count * PageChecksums.PageSize;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position >= Length)
            return 0;
        pages[PageAt(Position, count)].CopyTo(buffer.AsSpan(offset, count));
        Position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var page = PageAt(Position, count);
        while (pages.Count <= page)
            pages.Add(new byte[PageChecksums.PageSize]);
        buffer.AsSpan(offset, count).CopyTo(pages[page]);
        Position += count;
    }

    /// <summary>LiteDB empties its log so once the pages are in the file.</summary>
    public override void SetLength(long value) =>
        pages.RemoveRange((int)(value / PageChecksums.PageSize), pages.Count - (int)(value / PageChecksums.PageSize));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    private static int PageAt(long position, int count) =>
        position % PageChecksums.PageSize == 0 && count == PageChecksums.PageSize
            ? (int)(position / PageChecksums.PageSize)
            : throw new NotSupportedException("a log is read and written in whole pages");
}
