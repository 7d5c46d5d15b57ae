using System.Buffers.Binary;
using System.IO.Compression;

namespace IntegrityWatch.Evidence.Audit.Log;

/// <summary>
/// A log that was compressed with gzip, read as if it were not. Nothing of it is held: going back begins anew. Where the data breaks off or
/// is damaged, or is more than any log, the content ends, and <see cref="Damage"/> says so.
/// </summary>
internal sealed class CompressedLog : Stream
{
    /// <summary>In bytes, of what comes out: a file made for it could otherwise keep a scan busy for ever.</summary>
    private const long MostBytes = 1024L * 1024 * 1024;

    private const string Broken = "compressed log is damaged or cut short";

    private readonly FileStream file;
    private GZipStream content;
    private long position;

    /// <param name="file">Disposed with this.</param>
    public CompressedLog(FileStream file)
    {
        this.file = file;
        content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Why the content ends before its end; null where it does not.</summary>
    public string? Damage { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>Of the file as it is: how much comes out of it is not known before.</summary>
    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set
        {
            if (value < position)
                Restart();
            var skipped = new byte[64 * 1024];
            while (position < value && Read(skipped, 0, (int)Math.Min(skipped.Length, value - position)) > 0)
            {
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (position >= MostBytes)
        {
            Damage ??= "compressed log is longer than any log";
            return 0;
        }
        try
        {
            var read = content.Read(buffer);
            position += read;
            if (read == 0 && !buffer.IsEmpty && !EndsWhole())
                Damage ??= Broken;
            return read;
        }
        catch (InvalidDataException)
        {
            Damage ??= Broken;
            return 0;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        origin == SeekOrigin.Begin ? Position = offset : throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The last four bytes say how much there should have been (RFC 1952); that the data breaks off the framework passes over.</summary>
    private bool EndsWhole()
    {
        Span<byte> size = stackalloc byte[sizeof(uint)];
        return file.Length >= size.Length
            && RandomAccess.Read(file.SafeFileHandle, size, file.Length - size.Length) == size.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(size) == unchecked((uint)position);
    }

    private void Restart()
    {
        content.Dispose();
        file.Position = 0;
        content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        position = 0;
    }
}
