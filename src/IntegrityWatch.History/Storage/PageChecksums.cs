using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// What every page of a history must hash to: the first 16 bytes of its SHA-256, in the order of the pages.
/// LiteDB has no such thing, and reads a page with a flipped byte without noticing.
/// </summary>
internal sealed class PageChecksums
{
    public const int PageSize = 8192;
    public const int EntrySize = 16;

    private static readonly UInt128 OfBlankPage = Compute(new byte[PageSize]);

    private readonly List<UInt128> entries = [];

    public int Pages => entries.Count;

    /// <summary>How long the pages are together, in bytes.</summary>
    public long Length => (long)Pages * PageSize;

    public bool Matches(int page, ReadOnlySpan<byte> content) => entries[page] == Compute(content);

    /// <summary>Pages that a write skipped over are holes in the file, which read as zeros.</summary>
    public void Set(int page, ReadOnlySpan<byte> content)
    {
        while (entries.Count <= page)
            entries.Add(OfBlankPage);
        entries[page] = Compute(content);
    }

    public void Write(Span<byte> table)
    {
        for (var page = 0; page < Pages; page++)
            BinaryPrimitives.WriteUInt128LittleEndian(table[(page * EntrySize)..], entries[page]);
    }

    public static PageChecksums Read(ReadOnlySpan<byte> table)
    {
        var checksums = new PageChecksums();
        checksums.entries.EnsureCapacity(table.Length / EntrySize);
        for (; !table.IsEmpty; table = table[EntrySize..])
            checksums.entries.Add(BinaryPrimitives.ReadUInt128LittleEndian(table));
        return checksums;
    }

    private static UInt128 Compute(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
