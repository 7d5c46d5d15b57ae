namespace IntegrityWatch.Tests.Delivery;

/// <summary>Messages that each end in the same byte.</summary>
internal static class Frames
{
    public static IEnumerable<byte[]> Split(this byte[] stream, byte end)
    {
        var start = 0;
        for (var at = 0; at < stream.Length; at++)
            if (stream[at] == end)
            {
                yield return stream[start..at];
                start = at + 1;
            }
        Assert.Equal(stream.Length, start);
    }
}
