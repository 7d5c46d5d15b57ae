using System.Text;

namespace IntegrityWatch.Reporting.Text;

/// <summary>
/// A value in a format that escapes with backslashes and has no escape for what shows nothing: such a character becomes the text
/// <c>\xNN</c> or <c>\uNNNN</c>, whose backslash is escaped like any other.
/// </summary>
internal static class EscapedValue
{
    /// <param name="text">Text of any characters.</param>
    /// <param name="own">What the format itself writes for a character; null for those that it has no rule for.</param>
    public static string Of(string text, Func<int, string?> own)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (own(rune.Value) is { } written)
                escaped.Append(written);
            else if (rune.Value == ' ' || SafeText.IsVisible(rune))
                escaped.Append(rune.ToString());
            else if (rune.IsAscii)
                escaped.Append($"\\\\x{rune.Value:x2}");
            else
                foreach (var unit in rune.ToString())
                    escaped.Append($"\\\\u{(int)unit:x4}");
        }
        return escaped.ToString();
    }
}
