namespace IntegrityWatch.Evidence.Packages.Rpm;

/// <summary>An array of NUL-terminated strings in a header.</summary>
internal sealed class RpmStrings
{
    public static readonly RpmStrings None = new(default, []);

    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>Where each ends.</summary>
    private readonly int[] ends;

    private RpmStrings(ReadOnlyMemory<byte> bytes, int[] ends)
    {
        this.bytes = bytes;
        this.ends = ends;
    }

    public int Count => ends.Length;

    /// <summary>All of them, each with its NUL.</summary>
    public ReadOnlyMemory<byte> Bytes => ends.Length == 0 ? default : bytes[..(ends[^1] + 1)];

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : ends[index - 1] + 1;
            return bytes.Span[start..ends[index]];
        }
    }

    /// <param name="bytes">Begins with the first and may go on after the last.</param>
    /// <param name="count">As the header tells; empty where there are fewer.</param>
    public static RpmStrings Of(ReadOnlyMemory<byte> bytes, uint count)
    {
        // Each takes a byte at least, so that a count cannot make more of it than the header has.
        if (count > bytes.Length)
            return None;
        var ends = new int[count];
        var start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var length = bytes.Span[start..].IndexOf((byte)0);
            if (length < 0)
                return None;
            ends[i] = start + length;
            start = ends[i] + 1;
        }
        return new RpmStrings(bytes, ends);
    }
}
