using System.Security.Cryptography;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>A list's bytes as they come, line by line or as a whole; through a pipe too. Never more than <see cref="MostBytes"/>.</summary>
internal sealed class ListContent : IDisposable
{
    public const int MostBytes = 256 * 1024 * 1024;

    /// <summary>A longer line is no line of a list; it comes in pieces.</summary>
    private const int LongestLine = 256 * 1024;

    private readonly string file;
    private readonly Stream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[LongestLine];
    private int start;
    private int end;
    private long total;

    public ListContent(string file, Stream stream)
    {
        this.file = file;
        this.stream = stream;
        while (end < 3 && Fill())
        {
        }
        if (Ahead.StartsWith("\uFEFF"u8))
            start += 3;
    }

    /// <summary>The number of the line that was read last, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What has been read and not yet taken: at the beginning, the first bytes of the file, without a byte order mark.</summary>
    public ReadOnlySpan<byte> Ahead => buffer.AsSpan(start, end - start);

    /// <summary>False at the end. The line is good until the next one is read, and holds no line ends.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int length;
        while ((length = Ahead.IndexOf((byte)'\n')) < 0 && Fill())
        {
        }
        line = length < 0 ? Ahead : Ahead[..length];
        var any = length >= 0 || line.Length > 0;
        start += length < 0 ? line.Length : length + 1;
        Line += any ? 1 : 0;
        line = line.TrimEnd((byte)'\r');
        return any;
    }

    /// <summary>All that has not been taken.</summary>
    public ReadOnlyMemory<byte> ReadRest()
    {
        var rest = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, MostBytes) : 0);
        do
        {
            rest.Write(Ahead);
            start = end;
        }
        while (Fill());
        return rest.GetBuffer().AsMemory(0, (int)rest.Length);
    }

    /// <summary>SHA-256 of all that was read.</summary>
    public byte[] Fingerprint() => hash.GetCurrentHash();

    public void Dispose()
    {
        hash.Dispose();
        stream.Dispose();
    }

    /// <summary>False where there is no more, or no room for more.</summary>
    private bool Fill()
    {
        if (start > 0)
        {
            Ahead.CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
            return false;
        var read = stream.Read(buffer, end, buffer.Length - end);
        hash.AppendData(buffer, end, read);
        end += read;
        total += read;
        return total <= MostBytes
            ? read > 0
            : throw new CannotCheckException($"hash list is larger than {MostBytes >> 20} MiB: {file}", "split it, and leave out what is old");
    }
}
