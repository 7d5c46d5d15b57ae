using System.Buffers.Binary;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>What a binary list does not say of itself: how wide its template digests are, and its byte order.</summary>
internal readonly record struct ListLayout(int DigestWidth, bool BigEndian)
{
    public const int PcrCount = 24;

    private static readonly int[] Widths = [20, 32, 48, 64];

    /// <summary>The PCR, the template digest and the length of the template's name, in bytes.</summary>
    public int HeadLength => sizeof(uint) + DigestWidth + sizeof(uint);

    public static bool IsWidth(int width) => Widths.Contains(width);

    /// <summary>
    /// The layout under which the beginning of a list reads furthest; among equals, the one that the kernel's name of the file
    /// tells (_sha256 and so on, plain is SHA-1). Null where it reads under none.
    /// </summary>
    public static ListLayout? Detect(ReadOnlySpan<byte> beginning, string? fileName)
    {
        ListLayout? best = null;
        var furthest = -1;
        foreach (var width in Widths.Prepend(WidthOf(fileName)))
        {
            foreach (var bigEndian in (ReadOnlySpan<bool>)[false, true])
            {
                var layout = new ListLayout(width, bigEndian);
                var entries = layout.CountEntries(beginning);
                if (entries > furthest)
                    (best, furthest) = (layout, entries);
            }
        }
        return best;
    }

    public uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>False where the first <see cref="HeadLength"/> bytes of an entry are none that the kernel writes.</summary>
    public bool TryReadHead(ReadOnlySpan<byte> head, out int pcr, out int nameLength)
    {
        var number = ReadUInt32(head);
        var length = ReadUInt32(head[(sizeof(uint) + DigestWidth)..]);
        (pcr, nameLength) = ((int)number, (int)length);
        return number < PcrCount && length is > 0 and <= Interner.LongestName;
    }

    /// <summary>The length of an entry of which at least head and name are there; null where its own length is not.</summary>
    public long? EntryLength(ReadOnlySpan<byte> bytes, int nameLength)
    {
        long lengthAt = LengthField(bytes, nameLength);
        return bytes.Length < lengthAt + sizeof(uint) ? null : lengthAt + sizeof(uint) + ReadUInt32(bytes[(int)lengthAt..]);
    }

    /// <summary>Where an entry's last length stands: that of its data or, under the template ima, that of its name.</summary>
    public int LengthField(ReadOnlySpan<byte> bytes, int nameLength)
    {
        var endOfName = HeadLength + nameLength;
        return bytes[HeadLength..endOfName].SequenceEqual("ima"u8) ? endOfName + TemplateFields.LegacyDigestLength : endOfName;
    }

    private static int WidthOf(string? fileName)
    {
        var name = Path.GetFileName(fileName) ?? "";
        return name.Contains("_sha256", StringComparison.Ordinal) ? 32
            : name.Contains("_sha384", StringComparison.Ordinal) ? 48
            : name.Contains("_sha512", StringComparison.Ordinal) ? 64
            : 20;
    }

    /// <summary>How many entries stand there whole, up to the first that is none; -1 where not even one begins.</summary>
    private int CountEntries(ReadOnlySpan<byte> bytes)
    {
        for (var entries = 0; ; entries++)
        {
            if (bytes.Length < HeadLength
                || !TryReadHead(bytes, out _, out var nameLength)
                || bytes.Length < HeadLength + nameLength
                || !Interner.IsName(bytes.Slice(HeadLength, nameLength)))
            {
                return entries == 0 ? -1 : entries;
            }
            var length = EntryLength(bytes, nameLength);
            if (length is null || length > bytes.Length)
                return entries;
            bytes = bytes[(int)length..];
        }
    }
}
