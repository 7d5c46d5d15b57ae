using System.Buffers.Binary;

namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>
/// A package's header as rpm keeps it: the number of entries and the size of their values (be32 each), the entries (be32 tag,
/// type, offset, count), the values. Nothing is taken that does not lie within the values.
/// </summary>
internal sealed class RpmHeader
{
    private const int PreambleBytes = 8;
    private const int EntryBytes = 16;
    private const uint MostEntries = 0xFFFF;

    private const uint CharType = 1;
    private const uint ByteType = 2;
    private const uint Int16Type = 3;
    private const uint Int32Type = 4;
    private const uint StringType = 6;
    private const uint StringArrayType = 8;
    private const uint TranslatedStringType = 9;

    private readonly ReadOnlyMemory<byte> entries;
    private readonly ReadOnlyMemory<byte> values;

    private RpmHeader(ReadOnlyMemory<byte> entries, ReadOnlyMemory<byte> values)
    {
        this.entries = entries;
        this.values = values;
    }

    /// <summary>Null where the sizes do not add up. The header refers to the blob and does not copy it.</summary>
    public static RpmHeader? Of(ReadOnlyMemory<byte> blob)
    {
        if (blob.Length < PreambleBytes)
            return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(blob.Span);
        var size = BinaryPrimitives.ReadUInt32BigEndian(blob.Span[4..]);
        if (count > MostEntries || PreambleBytes + (count * EntryBytes) + (long)size != blob.Length)
            return null;
        var start = PreambleBytes + ((int)count * EntryBytes);
        return new RpmHeader(blob[PreambleBytes..start], blob[start..]);
    }

    /// <summary>Without its NUL; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(RpmTag tag)
    {
        if (!TryFind(tag, out var type, out var rest, out var count)
            || type is not (StringType or StringArrayType or TranslatedStringType) || count == 0)
            return default;
        var end = rest.Span.IndexOf((byte)0);
        return end < 0 ? default : rest.Span[..end];
    }

    /// <summary>Big-endian, <paramref name="width"/> bytes each; empty where there are none.</summary>
    /// <param name="width">1, 2 or 4.</param>
    public ReadOnlyMemory<byte> Integers(RpmTag tag, int width)
    {
        if (!TryFind(tag, out var type, out var rest, out var count)
            || !(width == 4 ? type == Int32Type : width == 2 ? type == Int16Type : type is CharType or ByteType)
            || count > (uint)rest.Length / width)
            return default;
        return rest[..((int)count * width)];
    }

    public uint? Number(RpmTag tag) =>
        Integers(tag, 4) is { Length: >= 4 } some ? BinaryPrimitives.ReadUInt32BigEndian(some.Span) : null;

    /// <summary>Empty where there are none or they do not end within the values.</summary>
    public RpmStrings Strings(RpmTag tag) =>
        TryFind(tag, out var type, out var rest, out var count) && type == StringArrayType ? RpmStrings.Of(rest, count) : RpmStrings.None;

    // What rpm added when it installed the package comes last and goes before what the package came with.
    private bool TryFind(RpmTag tag, out uint type, out ReadOnlyMemory<byte> rest, out uint count)
    {
        for (var at = entries.Length - EntryBytes; at >= 0; at -= EntryBytes)
        {
            var entry = entries.Span.Slice(at, EntryBytes);
            var offset = BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            if (BinaryPrimitives.ReadUInt32BigEndian(entry) != (uint)tag || offset > values.Length)
                continue;
            type = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            count = BinaryPrimitives.ReadUInt32BigEndian(entry[12..]);
            rest = values[(int)offset..];
            return true;
        }
        (type, count, rest) = (0, 0, default);
        return false;
    }
}
