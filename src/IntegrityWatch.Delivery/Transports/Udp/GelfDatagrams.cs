using System.IO.Compression;
using System.Security.Cryptography;

namespace IntegrityWatch.Delivery.Transports.Udp;

/// <summary>
/// GELF over UDP: compressed by gzip, and in chunks where it is too long for one datagram. A chunk begins with 0x1e 0x0f, eight bytes
/// that the chunks of one message share, its number from 0, and how many there are.
/// </summary>
internal static class GelfDatagrams
{
    /// <summary>Of a datagram, with the chunk's header. Receivers are free to refuse longer ones.</summary>
    public const int MostBytes = 8192;

    /// <summary>Graylog drops a message of more.</summary>
    public const int MostChunks = 128;

    public const int HeaderLength = 12;

    private const int MostPayload = MostBytes - HeaderLength;
    private const int IdLength = 8;

    /// <summary>The datagrams of one message; null where it is too long even in chunks.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Of(ReadOnlyMemory<byte> message)
    {
        var compressed = Compress(message);
        if (compressed.Length <= MostBytes)
            return [compressed];
        var count = (compressed.Length + MostPayload - 1) / MostPayload;
        if (count > MostChunks)
            return null;
        Span<byte> id = stackalloc byte[IdLength];
        RandomNumberGenerator.Fill(id);
        var chunks = new List<ReadOnlyMemory<byte>>(count);
        for (var number = 0; number < count; number++)
        {
            var from = number * MostPayload;
            chunks.Add(Chunk(id, number, count, compressed.Span[from..Math.Min(from + MostPayload, compressed.Length)]));
        }
        return chunks;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> id, int number, int count, ReadOnlySpan<byte> payload) =>
        [0x1e, 0x0f, .. id, (byte)number, (byte)count, .. payload];

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> message)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(message.Span);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
