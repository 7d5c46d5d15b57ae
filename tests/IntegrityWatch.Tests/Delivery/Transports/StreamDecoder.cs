using System.Text;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Takes streams apart as receivers do, by code that the product has no part in.</summary>
internal static class StreamDecoder
{
    /// <summary>What stands before each end; fails where something follows the last.</summary>
    public static List<byte[]> Ended(byte[] stream, byte end)
    {
        var messages = new List<byte[]>();
        var message = new List<byte>();
        foreach (var next in stream)
        {
            if (next != end)
            {
                message.Add(next);
                continue;
            }
            messages.Add([.. message]);
            message.Clear();
        }
        Assert.Empty(message);
        return messages;
    }

    /// <summary>RFC 6587 3.4.1.</summary>
    public static List<byte[]> Counted(byte[] stream)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at < stream.Length;)
        {
            var space = Array.IndexOf(stream, (byte)' ', at);
            Assert.InRange(stream[at], (byte)'1', (byte)'9');
            var length = int.Parse(Encoding.ASCII.GetString(stream, at, space - at), System.Globalization.CultureInfo.InvariantCulture);
            messages.Add(stream[(space + 1)..(space + 1 + length)]);
            at = space + 1 + length;
        }
        return messages;
    }
}
