using System.Text;

namespace IntegrityWatch.Tests.Platform;

public class SafeTextTests
{
    [Theory]
    [InlineData("/usr/bin/ls", "/usr/bin/ls")]
    [InlineData("/opt/names/grün", "/opt/names/grün")]
    [InlineData("/opt/names/日本", "/opt/names/日本")]
    [InlineData("", "\"\"")]
    [InlineData("/opt/my tool", "\"/opt/my tool\"")]
    [InlineData("/opt/trailing ", "\"/opt/trailing \"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("line\nbreak", "\"line\\nbreak\"")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("return\rcarriage", "\"return\\x0dcarriage\"")]
    [InlineData("esc\u001b[31mred\u001b]0;title\a", "\"esc\\x1b[31mred\\x1b]0;title\\x07\"")]
    [InlineData("bidi\u202egpj.exe", "\"bidi\\u202egpj.exe\"")]
    [InlineData("zero\u200bwidth", "\"zero\\u200bwidth\"")]
    [InlineData("next\u0085line", "\"next\\u0085line\"")]
    [InlineData("line\u2028separator", "\"line\\u2028separator\"")]
    [InlineData("no\u00a0break", "\"no\\u00a0break\"")]
    [InlineData("tag\U000e0041s", "\"tag\\udb40\\udc41s\"")]
    public void What_shows_stands_and_what_does_not_is_escaped(string text, string expected) =>
        Assert.Equal(expected, SafeText.Of(text));

    [Theory]
    [InlineData("\u3164")]
    [InlineData("\u115f")]
    [InlineData("\uffa0")]
    [InlineData("\u2800")]
    [InlineData("\u034f")]
    [InlineData("\ufe0f")]
    [InlineData("\U000e0100")]
    public void A_letter_that_shows_nothing_is_escaped(string nothing) =>
        Assert.All(SafeText.Of("a" + nothing + "b"), letter => Assert.True(char.IsAscii(letter)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_hexadecimal() =>
        Assert.Equal("\"/a\\xff\\xfe\\xc3(\"", SafeText.Of([.. "/a"u8, 0xff, 0xfe, 0xc3, (byte)'(']));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\"quoted text\"", "quoted text")]
    [InlineData("\\n\\t\\\"\\\\", "\n\t\"\\")]
    [InlineData("\\u00fc", "ü")]
    [InlineData("\\udb40\\udc41", "\U000e0041")]
    public void An_escaped_value_can_be_read_back(string escaped, string text) =>
        Assert.Equal(Encoding.UTF8.GetBytes(text), SafeText.Unescape(Encoding.UTF8.GetBytes(escaped)));

    [Theory]
    [InlineData("\\")]
    [InlineData("\\x1")]
    [InlineData("\\xzz")]
    [InlineData("\\q")]
    [InlineData("\\u12")]
    [InlineData("\\ud800")]
    [InlineData("\\ud800\\u0041")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\x+1")]
    public void What_nobody_escaped_is_no_such_value(string text) =>
        Assert.Null(SafeText.Unescape(Encoding.UTF8.GetBytes(text)));
}
