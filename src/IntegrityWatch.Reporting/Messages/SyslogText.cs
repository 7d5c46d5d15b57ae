using System.Globalization;
using System.Text;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>What RFC 5424, section 6, lets stand in the parts of a message.</summary>
internal static class SyslogText
{
    public const string Nil = "-";

    /// <summary>
    /// A field of the header: visible ASCII without spaces, at most so many characters; <c>-</c> where nothing is left. Other characters become
    /// question marks.
    /// </summary>
    public static string Header(string text, int most)
    {
        if (text.Length == 0)
            return Nil;
        return string.Concat(text.Take(most).Select(letter => letter is > ' ' and < '\x7f' ? letter : '?'));
    }

    /// <summary>
    /// The value of a parameter: <c>"</c>, <c>\</c> and <c>]</c> behind a backslash. What shows nothing becomes the text <c>\xNN</c> or
    /// <c>\uNNNN</c>, since receivers write messages as lines.
    /// </summary>
    public static string Value(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\' or ']')
                escaped.Append('\\').Append((char)rune.Value);
            else if (rune.Value == ' ' || SafeText.IsVisible(rune))
                escaped.Append(rune.ToString());
            else if (rune.IsAscii)
                escaped.Append(CultureInfo.InvariantCulture, $"\\\\x{rune.Value:x2}");
            else
                foreach (var unit in rune.ToString())
                    escaped.Append(CultureInfo.InvariantCulture, $"\\\\u{(int)unit:x4}");
        }
        return escaped.ToString();
    }
}
