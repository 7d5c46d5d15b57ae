using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Html;

/// <summary>The findings, each with its story: new ones first, and last what a package accounts for.</summary>
internal sealed class FindingsSection
{
    /// <summary>How many stories show all that they hold without being asked.</summary>
    private const int MostUnfolded = 20;

    private readonly HtmlWriter page;
    private readonly StoryWriter writer;
    private int told;

    private FindingsSection(HtmlWriter page, PathAnchors anchors)
    {
        this.page = page;
        writer = new StoryWriter(page, anchors);
    }

    public static void Write(HtmlWriter page, FindingSet findings, PathAnchors anchors) => new FindingsSection(page, anchors).Write(findings);

    private void Write(FindingSet findings)
    {
        using (page.In("section", ("aria-labelledby", "findings")))
        {
            page.Element("h2", "Findings", ("id", "findings"));
            var (stories, upgrades) = PackageGroup.Part(findings.Stories());
            WriteGroup("New in this scan", stories.FindAll(IsNew));
            WriteGroup("Open", stories.FindAll(story => !IsNew(story)));
            if (upgrades.Count > 0)
                page.Element("h3", "A package accounts for these");
            foreach (var upgrade in upgrades)
                Write(upgrade);
            if (findings.Open.Count == 0)
                page.Element("p", "Nothing is open.");
            else if (findings.Open.Count > findings.Shown.Count)
                page.Element("p", $"Not shown: {findings.Open.Count - findings.Shown.Count} that earlier scans found and that are still open.", ("class", "note"));
        }
    }

    private void WriteGroup(string title, List<IReadOnlyList<Finding>> stories)
    {
        if (stories.Count == 0)
            return;
        page.Element("h3", title);
        foreach (var story in stories)
            writer.Write(story, isUnfolded: ++told <= MostUnfolded);
    }

    private void Write(PackageGroup upgrade)
    {
        using (page.In("details", ("class", "upgrade")))
        {
            using (page.In("summary"))
            {
                page.Badge(upgrade.Lead.Severity);
                page.Text($" {upgrade.Lead.Kind.Name()}, {upgrade.Stories.Count} file{(upgrade.Stories.Count == 1 ? "" : "s")}: ");
                page.Sentence(upgrade.Lead.Explanation!);
            }
            foreach (var story in upgrade.Stories)
                writer.Write(story, isUnfolded: false);
        }
    }

    private static bool IsNew(IReadOnlyList<Finding> story) => story.Any(finding => finding.State == FindingState.New);
}
