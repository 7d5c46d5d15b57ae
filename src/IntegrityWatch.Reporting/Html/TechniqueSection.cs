using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.Reporting.Html;

/// <summary>The ATT&amp;CK techniques of the findings, by tactic, in the order in which an intrusion goes.</summary>
internal static class TechniqueSection
{
    public static void Write(HtmlWriter page, IReadOnlyList<Finding> findings)
    {
        var uses = findings.SelectMany(finding => finding.Techniques, (finding, technique) => (Technique: technique, Finding: finding))
            .GroupBy(use => use.Technique.Id)
            .Select(use => new TechniqueUse(use.First().Technique, use.Max(each => each.Finding.Severity), use.Count()))
            .OrderBy(use => use.Technique.Id, StringComparer.Ordinal)
            .ToList();
        if (uses.Count == 0)
            return;
        using (page.In("section", ("aria-labelledby", "techniques")))
        {
            page.Element("h2", "ATT&CK techniques", ("id", "techniques"));
            using (page.In("div", ("class", "matrix")))
                foreach (var tactic in uses
                    .SelectMany(use => use.Technique.Tactics.DefaultIfEmpty(""), (use, tactic) => (Use: use, Tactic: tactic))
                    .GroupBy(cell => cell.Tactic, cell => cell.Use)
                    .OrderBy(column => Tactics.Order(column.Key))
                    .ThenBy(column => column.Key, StringComparer.Ordinal))
                    WriteTactic(page, tactic.Key, [.. tactic]);
        }
    }

    private static void WriteTactic(HtmlWriter page, string tactic, List<TechniqueUse> uses)
    {
        using (page.In("div", ("class", "tactic")))
        {
            page.Element("h3", Tactics.Title(tactic));
            using var list = page.In("ul");
            foreach (var use in uses)
            {
                var parent = use.Technique.Parent;
                var style = parent is not null && uses.Exists(other => other.Technique.Id == parent) ? "below" : "";
                using (page.In("li", ("class", $"{use.Worst.Name()} {style}".TrimEnd())))
                {
                    page.Technique(use.Technique);
                    page.Element("small", $"{use.Findings} finding{(use.Findings == 1 ? "" : "s")}, worst {use.Worst.Name()}");
                }
            }
        }
    }

    private sealed record TechniqueUse(Technique Technique, Severity Worst, int Findings);
}
