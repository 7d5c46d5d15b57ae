using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Siem;

/// <summary>
/// The escapes of CEF: backslash and <c>|</c> in the header, backslash and <c>=</c> in a value of the extension, where the end of a line
/// is <c>\n</c> or <c>\r</c>. CEF has none for other characters that show nothing: they become the text <c>\xNN</c> or <c>\uNNNN</c>.
/// </summary>
internal static class CefText
{
    private const int LongestName = 512;

    public static string Header(string text) => Escape(Cut(text, LongestName), '|', "\\\\x0a", "\\\\x0d");

    /// <param name="text">Text of any characters.</param>
    /// <param name="most">How many characters the key may have.</param>
    public static string Value(string text, int most) => Escape(Cut(text, most), '=', "\\n", "\\r");

    private static string Escape(string text, char special, string newline, string carriageReturn) => EscapedValue.Of(text, character => character switch
    {
        '\n' => newline,
        '\r' => carriageReturn,
        '\\' => "\\\\",
        _ => character == special ? $"\\{special}" : null,
    });

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
