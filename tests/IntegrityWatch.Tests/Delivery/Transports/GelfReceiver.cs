using System.IO.Compression;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Puts GELF together again from datagrams in any order, by code that the product has no part in.</summary>
internal sealed class GelfReceiver
{
    private readonly Dictionary<string, byte[]?[]> waiting = [];

    /// <summary>The message that this datagram completes; null where more must come.</summary>
    public byte[]? Take(byte[] datagram)
    {
        Assert.InRange(datagram.Length, 1, 8192);
        if (datagram is not [0x1e, 0x0f, ..])
            return Unpack(datagram);
        var id = Convert.ToHexString(datagram.AsSpan(2, 8));
        int number = datagram[10], count = datagram[11];
        Assert.InRange(count, 1, 128);
        Assert.InRange(number, 0, count - 1);
        if (!waiting.TryGetValue(id, out var chunks))
            waiting[id] = chunks = new byte[]?[count];
        Assert.Equal(count, chunks.Length);
        Assert.Null(chunks[number]);
        chunks[number] = datagram[12..];
        if (chunks.Contains(null))
            return null;
        waiting.Remove(id);
        return Unpack([.. chunks.SelectMany(chunk => chunk!)]);
    }

    private static byte[] Unpack(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var message = new MemoryStream();
        gzip.CopyTo(message);
        return message.ToArray();
    }
}
