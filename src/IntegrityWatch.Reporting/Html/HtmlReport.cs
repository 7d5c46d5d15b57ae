using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Html;

/// <summary>
/// Findings as one page that can be sent and kept: it loads nothing, runs nothing, and its policy (CSP) forbids both. It is written
/// as it is made, so that its size costs no memory.
/// </summary>
public static class HtmlReport
{
    private static readonly string Style = ReadStyle();

    public static void Write(Stream output, FindingsReport report)
    {
        using var page = new HtmlWriter(output);
        using var html = page.In("html", ("lang", "en"));
        WriteHead(page, report);
        using var body = page.In("body");
        page.Element("a", "To the findings", ("class", "skip"), ("href", "#findings"));
        WriteVerdict(page, report);
        using (page.In("main"))
        {
            var anchors = new PathAnchors();
            SummarySection.Write(page, report.Findings);
            TimelineSection.Write(page, report.Findings.Shown, report.History.Generations);
            FindingsSection.Write(page, report.Findings, anchors);
            TechniqueSection.Write(page, report.Findings.Shown);
            new HistorySection(page, report.History).Write(anchors);
            EvidenceSection.Write(page, report.Scan);
        }
        WriteFoot(page, report);
    }

    private static void WriteHead(HtmlWriter page, FindingsReport report)
    {
        using var head = page.In("head");
        page.Void("meta", ("charset", "utf-8"));
        page.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content",
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'"));
        page.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        page.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.Element("title", $"{report.Verdict.Name()} {HostOf(report)}");
        page.Element("style", Style);
    }

    private static void WriteVerdict(HtmlWriter page, FindingsReport report)
    {
        var findings = report.Findings;
        using var header = page.In("header", ("class", $"verdict {report.Verdict.Name().ToLowerInvariant()}"));
        using (page.In("h1"))
        {
            page.Element("strong", report.Verdict.Name());
            page.Text(" ");
            page.Element("span", HostOf(report), ("dir", "ltr"));
        }
        if (report.Sight.Reason is { } reason)
            page.Element("p", SafeText.Sentence(reason));
        page.Element("p", TextFindings.Counts(findings));
        using (page.In("dl"))
        {
            using (page.Fact(report.Scan is null ? "As the latest scan left it" : "Scanned"))
                page.Time(report.At);
            using (page.Fact("Baseline"))
                WriteBaseline(page, report);
            if (report.Scan?.BootId is { } boot)
                using (page.Fact("Boot"))
                    page.Host(boot);
        }
    }

    private static void WriteBaseline(HtmlWriter page, FindingsReport report)
    {
        if (report.Baseline is not { } baseline)
        {
            page.Text("nothing has been captured yet");
            return;
        }
        page.Text($"generation {baseline.Number}, {baseline.Paths} paths, ");
        page.Time(baseline.CapturedAt);
        page.Text(", chain ");
        page.Host(baseline.ShortChain);
    }

    private static void WriteFoot(HtmlWriter page, FindingsReport report)
    {
        using var footer = page.In("footer");
        page.Element("p", $"{report.Tool.Name} {report.Tool.Version}. Times are UTC. A value in double quotes holds characters that are escaped, "
            + "and can be typed back so.");
        page.Element("p", "ATT&CK content: © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.");
    }

    private static string HostOf(FindingsReport report) => report.Host is { } host ? SafeText.Of(host) : "unknown host";

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("html/report.css")
            ?? throw new InvalidOperationException("the program was built without the page's style");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
