using System.Buffers;
using System.Buffers.Text;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>
/// What every line of an ASCII list begins with: the PCR in two places, the template digest in hex, the template's name, each
/// with a space after it.
/// </summary>
internal readonly ref struct AsciiHead
{
    public required int Pcr { get; init; }

    public required ReadOnlySpan<byte> HexDigest { get; init; }

    public required ReadOnlySpan<byte> TemplateName { get; init; }

    /// <summary>Where the fields begin in the line.</summary>
    public required int Length { get; init; }

    /// <summary>The width of the template digests, in bytes, of a list that begins so; null where it is no ASCII list.</summary>
    public static int? Detect(ReadOnlySpan<byte> beginning) =>
        TryParse(beginning, out var head)
        && ListLayout.IsWidth(head.HexDigest.Length / 2)
        && Convert.FromHexString(head.HexDigest, stackalloc byte[TemplateHash.WidestBank], out _, out _) == OperationStatus.Done
            ? head.HexDigest.Length / 2
            : null;

    public static bool TryParse(ReadOnlySpan<byte> line, out AsciiHead head)
    {
        head = default;
        var rest = line is [(byte)' ', ..] ? line[1..] : line;
        if (!TryTakeWord(ref rest, out var number)
            || !TryTakeWord(ref rest, out var digest)
            || !TryTakeWord(ref rest, out var name))
        {
            return false;
        }
        if (!Utf8Parser.TryParse(number, out uint pcr, out var digits) || digits != number.Length || pcr >= ListLayout.PcrCount)
            return false;
        if (digest.Length % 2 != 0 || !Interner.IsName(name))
            return false;
        head = new AsciiHead { Pcr = (int)pcr, HexDigest = digest, TemplateName = name, Length = line.Length - rest.Length };
        return true;
    }

    private static bool TryTakeWord(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> word)
    {
        // A list's first line has no end that is known yet: look no further than the longest word can be.
        var end = rest[..Math.Min(rest.Length, Interner.LongestName + 1)].IndexOf((byte)' ');
        word = end < 0 ? default : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return end >= 0;
    }
}
