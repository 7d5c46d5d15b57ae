using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Html;

/// <summary>How many findings there are, by severity and by kind.</summary>
internal static class SummarySection
{
    /// <summary>The bar's measures, in its own units: one critical finding among thousands can still be seen.</summary>
    private const int BarWidth = 1000;
    private const int LeastWidth = 8;
    private const int Gap = 2;

    public static void Write(HtmlWriter page, FindingSet findings)
    {
        if (findings.Open.Count == 0)
            return;
        using (page.In("section", ("aria-labelledby", "summary")))
        {
            page.Element("h2", "Summary", ("id", "summary"));
            WriteBar(page, findings);
            using (page.In("div", ("class", "columns")))
            {
                WriteSeverities(page, findings);
                WriteKinds(page, findings);
                WriteLowered(page, findings);
            }
        }
    }

    /// <summary>For the eye alone: the table beneath it says the same.</summary>
    private static void WriteBar(HtmlWriter page, FindingSet findings)
    {
        using var bar = page.In("svg", ("class", "bar"), ("viewBox", $"0 0 {BarWidth} 10"), ("preserveAspectRatio", "none"), ("aria-hidden", "true"));
        var present = Names.Severities.Where(severity => findings.Count(severity) > 0).ToList();
        var free = BarWidth - (present.Count * (LeastWidth + Gap));
        var left = 0;
        foreach (var severity in present)
        {
            var width = LeastWidth + (int)((long)free * findings.Count(severity) / findings.Open.Count);
            page.Void("rect", ("class", severity.Name()), ("x", Text(left)), ("y", "0"), ("width", Text(width)), ("height", "10"));
            left += width + Gap;
        }
    }

    private static void WriteSeverities(HtmlWriter page, FindingSet findings)
    {
        using var table = new HtmlTable(page, "By severity", isWide: false, "Severity", "Open", "New");
        foreach (var severity in Names.Severities)
        {
            var open = findings.Open.Where(finding => finding.Severity == severity).ToList();
            using var row = table.Row(("class", open.Count == 0 ? "none" : "some"));
            using (table.Cell())
                page.Badge(severity);
            table.Cell(open.Count);
            table.Cell(open.Count(finding => finding.State == FindingState.New));
        }
    }

    private static void WriteKinds(HtmlWriter page, FindingSet findings)
    {
        using var table = new HtmlTable(page, "By kind", isWide: false, "Kind", "Open", "New");
        foreach (var kind in findings.Open.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
        {
            using var row = table.Row();
            using (table.Cell())
            {
                page.Text(kind.Key.Name());
                page.Element("small", kind.Key.Facts().Meaning);
            }
            table.Cell(kind.Count());
            table.Cell(kind.Count(finding => finding.State == FindingState.New));
        }
    }

    /// <summary>What a policy makes less of is not hidden.</summary>
    private static void WriteLowered(HtmlWriter page, FindingSet findings)
    {
        if (findings.Lowered.Count == 0)
            return;
        using var table = new HtmlTable(page, "Lowered by path rules", isWide: false, "Rule", "Open");
        foreach (var (rule, count) in findings.Lowered)
        {
            using var row = table.Row();
            using (table.Cell())
                page.Host(rule);
            table.Cell(count);
        }
    }

    private static string Text(int number) => number.ToString();
}
