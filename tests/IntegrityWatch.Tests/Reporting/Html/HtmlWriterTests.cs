using System.Text;
using System.Xml.Linq;
using CsCheck;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Tests.History;

namespace IntegrityWatch.Tests.Reporting.Html;

public class HtmlWriterTests
{
    [Fact]
    public void An_element_holds_its_attributes_and_its_text()
    {
        Assert.Equal("<a href=\"#x\">to x</a>", Written(page => page.Element("a", "to x", ("href", "#x"))));
    }

    [Fact]
    public void Markup_in_a_text_is_text()
    {
        Assert.Equal("<b>&lt;script&gt;&quot;&#39;&amp;amp;</b>", Written(page => page.Element("b", "<script>\"'&amp;")));
    }

    [Fact]
    public void Markup_in_an_attribute_stays_in_it()
    {
        Assert.Equal("<a href=\"&quot; onclick=&quot;x&gt;\">x</a>", Written(page => page.Element("a", "x", ("href", "\" onclick=\"x>"))));
    }

    [Theory]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("a\u001b[2Jb", "a\\u001b[2Jb")]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\uffffb", "a\\uffffb")]
    [InlineData("grün \ud83d\ude00", "grün \ud83d\ude00")]
    public void What_shows_nothing_or_is_no_character_is_shown_escaped(string text, string shown)
    {
        Assert.Equal($"<b>{shown}</b>", Written(page => page.Element("b", text)));
    }

    [Fact]
    public void Half_a_character_is_shown_escaped()
    {
        Assert.Equal("<b>a\\ud800b</b>", Written(page => page.Element("b", "a\ud800b")));
    }

    [Fact]
    public void A_value_from_the_host_is_shown_as_in_every_report_and_turns_no_direction()
    {
        Assert.Equal("<code dir=\"ltr\">&quot;/a\\n\\xff&lt;b&gt;&quot;</code>",
            Written(page => page.Host(new HostPath([.. "/a\n"u8, 0xff, .. "<b>"u8]))));
    }

    [Theory]
    [InlineData("script src")]
    [InlineData("b><i")]
    [InlineData("")]
    public void A_name_that_is_none_is_a_mistake_of_the_program(string name)
    {
        if (name.Length > 0)
            Assert.Throws<ArgumentException>(() => Written(page => page.Element(name, "x")));
        Assert.Throws<ArgumentException>(() => Written(page => page.Element("b", "x", (name + "=", "x"))));
    }

    [Fact]
    public void Elements_end_in_the_order_in_which_they_began()
    {
        Assert.Throws<InvalidOperationException>(() => Written(page =>
        {
            page.In("b");
            page.In("i");
            page.End("b");
        }));
    }

    [Fact]
    public void Whatever_a_text_holds_it_is_read_back_as_one_text() => SomeRecord.Text.Sample(text =>
    {
        var read = XElement.Parse(Written(page => page.Element("b", text, ("class", text))), LoadOptions.PreserveWhitespace);
        Assert.Empty(read.Elements());
        Assert.Equal(read.Value, read.Attribute("class")!.Value);
    });

    [Fact]
    public void Whatever_a_path_holds_it_is_read_back_as_text_reports_print_it() => SomeRecord.Path.Sample(path =>
        Assert.Equal(SafeText.Of(path), XElement.Parse(Written(page => page.Host(path))).Value));

    private static string Written(Action<HtmlWriter> write)
    {
        using var output = new MemoryStream();
        using (var page = new HtmlWriter(output))
            write(page);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
        return text["<!DOCTYPE html>".Length..].Trim('\n');
    }
}
