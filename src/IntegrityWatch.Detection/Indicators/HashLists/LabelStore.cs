namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>What a list calls its digests, one after the other in one piece of memory. The same name is mostly kept once.</summary>
internal sealed class LabelStore
{
    /// <summary>What is longer is cut.</summary>
    public const int MostBytes = 200;

    private const int MostRemembered = 4096;

    private readonly Dictionary<byte[], int> remembered = new(ByteStrings.Comparer);
    private byte[] bytes = new byte[4096];

    // Number 0 is the empty name.
    private int length = 1;

    /// <returns>A number to ask for it with.</returns>
    public int Add(ReadOnlySpan<byte> label)
    {
        label = Cut(label);
        if (label.IsEmpty)
            return 0;
        var lookup = remembered.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(label, out var known))
            return known;
        if (length + 1 + label.Length > bytes.Length)
            Array.Resize(ref bytes, bytes.Length * 2);
        var number = length;
        bytes[length++] = (byte)label.Length;
        label.CopyTo(bytes.AsSpan(length));
        length += label.Length;
        if (remembered.Count < MostRemembered)
            lookup[label] = number;
        return number;
    }

    public string Of(int number) => LossyUtf8.Decode(bytes.AsSpan(number + 1, bytes[number]));

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> label)
    {
        if (label.Length <= MostBytes)
            return label;
        var end = MostBytes;
        while (end > 0 && (label[end] & 0xc0) == 0x80)
            end--;
        return label[..end];
    }
}
