using System.Security.Cryptography;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>Passes a file on to its reader and keeps SHA-256 of every byte that went by.</summary>
internal sealed class FingerprintedStream : ForwardStream
{
    private readonly FileStream file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int peeked = -1;

    public FingerprintedStream(FileStream file) => this.file = file;

    /// <summary>How many bytes went by.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of the bytes that went by.</summary>
    public byte[] Fingerprint() => hash.GetCurrentHash();

    /// <summary>Lets bytes go by unread; false where there are fewer.</summary>
    public bool Skip(long count)
    {
        var buffer = new byte[(int)Math.Min(count, 1 << 20)];
        while (Bytes < count)
        {
            var length = Read(buffer, 0, (int)Math.Min(buffer.Length, count - Bytes));
            if (length == 0)
                return false;
        }
        return true;
    }

    public bool IsAtEnd()
    {
        if (peeked < 0)
        {
            Span<byte> next = stackalloc byte[1];
            peeked = file.Read(next) == 0 ? -1 : next[0];
        }
        return peeked < 0;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var length = 0;
        if (peeked >= 0)
        {
            buffer[0] = (byte)peeked;
            (peeked, length) = (-1, 1);
        }
        else
            length = file.Read(buffer);
        hash.AppendData(buffer[..length]);
        Bytes += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
