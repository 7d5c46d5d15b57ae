using System.Buffers;
using System.Globalization;
using System.Text;

namespace IntegrityWatch.Platform;

/// <summary>
/// Text from the host, made safe for a terminal, a line and a column. A value of plain visible characters stands as it is;
/// any other stands in double quotes, with <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\t</c>, <c>\xNN</c> for other bytes that are
/// no visible text, and <c>\uNNNN</c> for characters that show nothing or turn the direction of writing.
/// </summary>
public static class SafeText
{
    public static string Of(HostPath path) => Of(path.Bytes);

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "\"\"";
        var text = new StringBuilder(bytes.Length + 8);
        var plain = true;
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == OperationStatus.Done)
                plain &= Append(text, rune);
            else
            {
                plain = false;
                foreach (var stray in bytes[..length])
                    text.Append($"\\x{stray:x2}");
            }
            bytes = bytes[length..];
        }
        return plain ? text.ToString() : $"\"{text}\"";
    }

    /// <summary>A sentence that holds words from the host: its spaces stand, and each word is made safe by itself.</summary>
    public static string Sentence(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of));

    /// <summary>
    /// The bytes that an escaped value stands for; null where it is no such value. So what a report shows can be asked for.
    /// </summary>
    public static byte[]? Unescape(ReadOnlySpan<byte> escaped)
    {
        var bytes = new List<byte>(escaped.Length);
        if (escaped is [(byte)'"', .. var inner, (byte)'"'])
            escaped = inner;
        while (!escaped.IsEmpty)
        {
            if (escaped[0] != (byte)'\\')
            {
                bytes.Add(escaped[0]);
                escaped = escaped[1..];
                continue;
            }
            switch (escaped)
            {
                case [_, (byte)'x', var high, var low, ..] when Hex([high, low]) is { } value:
                    bytes.Add((byte)value);
                    escaped = escaped[4..];
                    break;
                case [_, (byte)'u', var a, var b, var c, var d, .. var rest] when Hex([a, b, c, d]) is { } unit:
                    if (!Rune.TryCreate((char)unit, out var rune))
                    {
                        // Beyond the first 65,536 a character is written as the two halves that UTF-16 makes of it.
                        if (rest is not [(byte)'\\', (byte)'u', var e, var f, var g, var h, ..] || Hex([e, f, g, h]) is not { } second
                            || !Rune.TryCreate((char)unit, (char)second, out rune))
                            return null;
                        rest = rest[6..];
                    }
                    bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                    escaped = rest;
                    break;
                case [_, (byte)'n', ..]:
                    bytes.Add((byte)'\n');
                    escaped = escaped[2..];
                    break;
                case [_, (byte)'t', ..]:
                    bytes.Add((byte)'\t');
                    escaped = escaped[2..];
                    break;
                case [_, (byte)'"' or (byte)'\\', ..]:
                    bytes.Add(escaped[1]);
                    escaped = escaped[2..];
                    break;
                default:
                    return null;
            }
        }
        return [.. bytes];
    }

    /// <summary>False where the character could not stand unquoted.</summary>
    private static bool Append(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                text.Append('\\').Append((char)rune.Value);
                return false;
            case '\n':
                text.Append("\\n");
                return false;
            case '\t':
                text.Append("\\t");
                return false;
            case ' ':
                text.Append(' ');
                return false;
            case < ' ' or 0x7f:
                text.Append($"\\x{rune.Value:x2}");
                return false;
        }
        if (IsVisible(rune))
        {
            text.Append(rune.ToString());
            return true;
        }
        foreach (var unit in rune.ToString())
            text.Append($"\\u{(int)unit:x4}");
        return false;
    }

    /// <summary>False for a character that shows nothing, or turns the direction of writing.</summary>
    public static bool IsVisible(Rune rune) => !IsBlank(rune) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.EnclosingMark);

    /// <summary>Letters, marks and symbols by their category that show nothing: fillers, joiners, selectors, the empty Braille cell.</summary>
    private static bool IsBlank(Rune rune) => rune.Value is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or (>= 0x180b and <= 0x180f)
        or 0x2800 or 0x3164 or (>= 0xfe00 and <= 0xfe0f) or 0xffa0 or (>= 0xe0100 and <= 0xe01ef);

    private static int? Hex(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out var value) ? value : null;
}
