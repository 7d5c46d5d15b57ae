using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IntegrityWatch.Tests.Reporting.Html;

/// <summary>A page, read again as strictly as XML is, and what must be true of every one.</summary>
internal sealed class ParsedPage
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "section", "article", "details", "summary",
        "h1", "h2", "h3", "h4", "p", "ol", "ul", "li", "dl", "dt", "dd", "div", "span", "strong", "small", "code", "time",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "line", "text",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "dir", "datetime", "open", "scope", "role",
        "tabindex", "aria-label", "aria-labelledby", "aria-hidden", "data-label",
        "viewBox", "preserveAspectRatio", "x", "y", "x1", "x2", "y1", "y2", "rx", "width", "height",
    ];

    private readonly XDocument document;

    public ParsedPage(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>", page);
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    public IEnumerable<XElement> All(string element) => document.Descendants(element);

    public XElement ById(string id) => Assert.Single(document.Descendants(), element => (string?)element.Attribute("id") == id);

    public string Text => document.Root!.Element("body")!.Value;

    public void IsSound()
    {
        Assert.Empty(document.Descendants().Select(element => element.Name.LocalName).Except(Elements));
        Assert.Empty(document.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).Except(Attributes));
        LoadsNothing();
        LeadsSomewhere();
        CanBeFollowedWithoutSight();
    }

    private void LoadsNothing()
    {
        var style = Assert.Single(All("style")).Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.DoesNotContain(style, letter => letter is '<' or '&' or '"' or '\'');
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        var policy = Assert.Single(All("meta"), meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy");
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy.Attribute("content")!.Value);
    }

    private void LeadsSomewhere()
    {
        var ids = document.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.All(All("a"), link =>
        {
            var target = link.Attribute("href")!.Value;
            if (target.StartsWith('#'))
                Assert.Contains(target[1..], ids);
            else
            {
                Assert.Matches(@"\Ahttps://attack\.mitre\.org/techniques/T[0-9]{4}(/[0-9]{3})?/\z", target);
                Assert.Equal("noreferrer", link.Attribute("rel")!.Value);
            }
        });
        Assert.All(document.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
    }

    private void CanBeFollowedWithoutSight()
    {
        Assert.Equal("en", document.Root!.Attribute("lang")!.Value);
        Assert.Single(All("h1"));
        Assert.Single(All("main"));
        Assert.All(All("th"), head => Assert.Contains((string?)head.Attribute("scope"), new[] { "col", "row" }));
        Assert.All(All("table"), table => Assert.NotEmpty(table.Elements("caption")));
        Assert.All(All("svg"), drawing => Assert.True(drawing.Attribute("aria-hidden") is not null || drawing.Attribute("aria-label") is not null));
        Assert.All(All("details"), details => Assert.Equal("summary", details.Elements().First().Name.LocalName));
        var level = 0;
        foreach (var heading in document.Descendants().Where(element => element.Name.LocalName is ['h', >= '1' and <= '6']))
        {
            var next = heading.Name.LocalName[1] - '0';
            Assert.True(next <= level + 1, $"a heading of level {next} follows one of level {level}");
            level = next;
        }
    }
}
