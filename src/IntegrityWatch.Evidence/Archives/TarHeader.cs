namespace IntegrityWatch.Evidence.Archives;

/// <summary>One block of 512 bytes that begins an entry (POSIX.1-1988 ustar, GNU tar, and tar of V7).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int Size = 512;

    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;

    private readonly ReadOnlySpan<byte> block = block;

    /// <summary>V7 and everything after it: <c>0</c> or NUL a file, 1 a hard link, 2 a link, 5 a folder, x, L and K what goes before.</summary>
    public byte Type => block[156];

    public long Length => Number(block.Slice(124, 12));

    public int Mode => (int)(Number(block.Slice(100, 8)) & 0xFFF);

    public long ModifiedAt => Number(block.Slice(136, 12));

    public ReadOnlySpan<byte> Target => Text(block.Slice(157, 100));

    /// <summary>Of GNU's old form of a sparse file: another block of the map follows this header.</summary>
    public bool HasMoreMap => block[482] != 0;

    public byte[] Name
    {
        get
        {
            var name = Text(block[..100]);
            // GNU tar has other things where POSIX has the beginning of a long name.
            var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
            var beginning = isPosix ? Text(block.Slice(345, 155)) : default;
            return beginning.IsEmpty ? name.ToArray() : [.. beginning, (byte)'/', .. name];
        }
    }

    /// <summary>The sum of the block's bytes, its own field taken for spaces; some old programs took bytes for signed.</summary>
    public bool IsWhole
    {
        get
        {
            var (unsigned, signed) = (0L, 0L);
            for (var i = 0; i < Size; i++)
            {
                var value = i is >= ChecksumAt and < ChecksumAt + ChecksumLength ? (byte)' ' : block[i];
                unsigned += value;
                signed += (sbyte)value;
            }
            var sum = Number(block.Slice(ChecksumAt, ChecksumLength));
            return sum == unsigned || sum == signed;
        }
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) =>
        field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;

    /// <summary>Octal digits, or, where the first bit is set, a binary number; -1 where it is neither or too large.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        long number = 0;
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] != 0x80)
                return -1;
            foreach (var part in field[1..])
            {
                if (number > long.MaxValue >> 8)
                    return -1;
                number = (number << 8) | part;
            }
            return number;
        }
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return -1;
            number = number * 8 + digit - '0';
        }
        return number;
    }
}
