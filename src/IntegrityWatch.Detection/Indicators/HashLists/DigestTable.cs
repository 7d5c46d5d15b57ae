using System.Buffers.Binary;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// A set of digests of one width, with a number for each. It takes 12 to 20 bytes for one beside the digest's own, in pieces that are
/// never copied, so a list may hold millions.
/// </summary>
internal sealed class DigestTable
{
    private const int RowsInChunk = 1 << 14;
    private const int NumberBytes = sizeof(int);

    private readonly int width;
    private readonly List<byte[]> chunks = [];

    // The number of a row, counted from 1, at its hash or the next free place after it.
    private int[] slots = new int[256];

    /// <param name="width">Bytes of a digest.</param>
    public DigestTable(int width) => this.width = width;

    public int Count { get; private set; }

    /// <summary>What is there already keeps the number that it has.</summary>
    public void Add(ReadOnlySpan<byte> digest, int number)
    {
        if (Count >= slots.Length / 2)
            Grow();
        var slot = SlotOf(digest);
        if (slots[slot] != 0)
            return;
        if (Count % RowsInChunk == 0)
            chunks.Add(new byte[RowsInChunk * (width + NumberBytes)]);
        slots[slot] = ++Count;
        var row = Row(Count);
        digest.CopyTo(row);
        BinaryPrimitives.WriteInt32LittleEndian(row[width..], number);
    }

    public int? Find(ReadOnlySpan<byte> digest) =>
        digest.Length == width && slots[SlotOf(digest)] is not 0 and var row ? BinaryPrimitives.ReadInt32LittleEndian(Row(row)[width..]) : null;

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var row = 1; row <= Count; row++)
            slots[SlotOf(Row(row)[..width])] = row;
    }

    // The hash is another in each process, so no list can be made to fall on one place.
    private int SlotOf(ReadOnlySpan<byte> digest)
    {
        var slot = ByteStrings.Comparer.GetHashCode(digest) & (slots.Length - 1);
        while (slots[slot] is not 0 and var row && !Row(row)[..width].SequenceEqual(digest))
            slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private Span<byte> Row(int number)
    {
        var (chunk, row) = Math.DivRem(number - 1, RowsInChunk);
        return chunks[chunk].AsSpan(row * (width + NumberBytes), width + NumberBytes);
    }
}
