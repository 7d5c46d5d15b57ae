using System.Runtime.InteropServices;

namespace IntegrityWatch.Evidence.Tpm;

/// <summary>Some entries in a row, copied out of the reader's buffer so that other threads can replay them while it reads on.</summary>
internal sealed class EntryBlock
{
    private const int Capacity = 512 * 1024;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Capacity);
    private readonly List<Head> heads = [];
    private int length;

    public bool IsEmpty => heads.Count == 0;

    /// <summary>False where it does not fit in any more.</summary>
    public bool TryAdd(in ReplayEntry entry)
    {
        if (entry.Digest.Length + entry.Data.Length + entry.Name.Length > Capacity - length)
            return false;
        heads.Add(new Head(entry.Number, entry.Offset, entry.Pcr, entry.IsViolation, entry.IsLegacy,
            Append(entry.Digest), Append(entry.Data), Append(entry.Name)));
        return true;
    }

    public void ReplayTo(BankReplay bank)
    {
        foreach (ref readonly var head in CollectionsMarshal.AsSpan(heads))
            bank.Add(new ReplayEntry
            {
                Number = head.Number,
                Offset = head.Offset,
                Pcr = head.Pcr,
                IsViolation = head.IsViolation,
                IsLegacy = head.IsLegacy,
                Digest = bytes.AsSpan(head.Digest),
                Data = bytes.AsSpan(head.Data),
                Name = bytes.AsSpan(head.Name),
            });
    }

    public void Clear()
    {
        heads.Clear();
        length = 0;
    }

    private Range Append(ReadOnlySpan<byte> part)
    {
        part.CopyTo(bytes.AsSpan(length));
        var start = length;
        length += part.Length;
        return start..length;
    }

    private readonly record struct Head(
        long Number, long Offset, int Pcr, bool IsViolation, bool IsLegacy, Range Digest, Range Data, Range Name);
}
