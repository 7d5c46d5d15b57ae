using System.Text;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>One string for each name that a list repeats in all its entries.</summary>
internal sealed class Interner
{
    public const int LongestName = 255;

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly byte[] lastBytes = new byte[LongestName];
    private int lastLength;
    private string last = "";

    /// <summary>True for what can name a template or an algorithm: 1 to 255 bytes of printable ASCII without space.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= LongestName && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <param name="name">Bytes for which <see cref="IsName"/> holds.</param>
    public string Intern(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(lastBytes.AsSpan(0, lastLength)))
            return last;

        Span<char> text = stackalloc char[LongestName];
        text = text[..Encoding.ASCII.GetChars(name, text)];
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup.Add(text);
        lookup.TryGetValue(text, out last!);
        name.CopyTo(lastBytes);
        lastLength = name.Length;
        return last;
    }
}
