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
    public static string Value(string text) =>
        EscapedValue.Of(text, character => character is '"' or '\\' or ']' ? $"\\{(char)character}" : null);
}
