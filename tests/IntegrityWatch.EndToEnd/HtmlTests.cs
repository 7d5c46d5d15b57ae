using System.Text.Json;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IntegrityWatch.EndToEnd;

/// <summary>The page of <c>--format html</c>: whole by itself, and true to what was found.</summary>
public class HtmlTests
{
    [Fact]
    public void A_scan_is_one_page_that_loads_nothing()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = Path.Combine(tree.Folder, "page.html");

        var scan = tree.Scan(tree.Unpack("rocke", "after"), "--format", "html", "--output", file);

        Assert.Equal((2, ""), (scan.ExitCode, scan.Output));
        var page = Parse(File.ReadAllText(file));
        var style = Assert.Single(page.Descendants("style")).Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains(page.Descendants("meta"), meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy"
            && ((string)meta.Attribute("content")!).StartsWith($"default-src 'none'; style-src 'sha256-{hash}';", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), element =>
            element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "base" or "form");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "style"
            || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Matches(@"\A(#|https://attack\.mitre\.org/techniques/T)", link.Value));
    }

    [Fact]
    public void A_page_tells_every_finding_with_its_digest_and_its_process()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        var page = Parse(tree.Scan(after, "--format", "html").Output);

        Assert.Equal("CRITICAL web01", Assert.Single(page.Descendants("h1")).Value.Trim());
        foreach (var finding in tree.ScanJson(after).Findings)
        {
            var told = page.Descendants("article").Where(article => article.DescendantsAndSelf().Attributes("id")
                .Any(id => id.Value == $"finding-{finding.GetProperty("id").GetString()}"));
            var story = Assert.Single(told).Value;
            Assert.Contains(finding.GetProperty("kind").GetString()!, story);
            if (finding.GetProperty("digest") is { ValueKind: JsonValueKind.Object } digest)
                Assert.Contains(digest.GetProperty("value").GetString()!, story);
            Assert.Contains($"uid {finding.GetProperty("process").GetProperty("uid").GetInt64()}", story);
        }
        Assert.Contains(CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/bin/ps").Sha256,
            Section(page, "histories").Value);
        Assert.Contains("the TPM vouches for all 93 entries", Section(page, "evidence").Value);
        Assert.Contains("generation 1", Section(page, "timeline").Value);
    }

    [Fact]
    public void No_name_of_a_file_becomes_markup_or_turns_the_text()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        var after = tree.Unpack("names", "after");

        var text = tree.Scan(after, "--format", "html").Output;

        var headings = Parse(text).Descendants("h4").Select(heading => heading.Value).ToList();
        Assert.Contains(headings, heading => heading.Contains("<script>alert(1)</script>", StringComparison.Ordinal));
        Assert.Contains(headings, heading => heading.Contains(@"bidi\u202egpj.exe", StringComparison.Ordinal));
        Assert.Contains(headings, heading => heading.Contains(@"invalid\xff\xfe\xc3(utf8", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", text);
        Assert.DoesNotContain(text.EnumerateRunes(), rune => rune.Value != '\n' && Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format);
    }

    [Fact]
    public void Findings_are_the_same_page_whenever_it_is_asked_for()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"));

        var first = BuiltProgram.Run("findings", "list", "--db", tree.Database, "--format", "html");
        var second = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "html");

        Assert.Equal(2, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("/tmp/java", Section(Parse(first.Output), "findings").Value);
    }

    [Fact]
    public void One_finding_is_a_page_of_its_story()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var finding = tree.ScanJson(tree.Unpack("rocke", "after")).Finding("altered-file", "/usr/bin/ps");

        var show = BuiltProgram.Run("findings", "show", finding.GetProperty("id").GetString()!, "--db", tree.Database, "--format", "html");

        var page = Parse(show.Output);
        Assert.Contains("/usr/bin/ps", Assert.Single(page.Descendants("article")).Value);
        Assert.Contains("approved in generation 1", Section(page, "histories").Value);
    }

    private static XElement Section(XDocument page, string id) =>
        Assert.Single(page.Descendants("section"), section => (string?)section.Attribute("aria-labelledby") == id);

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
