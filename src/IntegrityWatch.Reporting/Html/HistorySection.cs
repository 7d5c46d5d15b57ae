using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Html;

/// <summary>All that each path of a finding ever was.</summary>
internal sealed class HistorySection(HtmlWriter page, ReportHistory history)
{
    private const int MostUnfolded = 20;
    private const int MostDigests = 50;

    public void Write(PathAnchors anchors)
    {
        if (anchors.Paths.Count == 0)
            return;
        using (page.In("section", ("aria-labelledby", "histories")))
        {
            page.Element("h2", "History of the paths", ("id", "histories"));
            for (var index = 0; index < anchors.Paths.Count; index++)
                Write(anchors.Paths[index], anchors.Of(anchors.Paths[index]), isUnfolded: index < MostUnfolded);
        }
    }

    private void Write(HostPath path, string anchor, bool isUnfolded)
    {
        var digests = history.Paths.GetValueOrDefault(path, []);
        using (page.In("details", isUnfolded ? [("id", anchor), ("open", "open")] : [("id", anchor)]))
        {
            using (page.In("summary"))
            {
                using (page.In("h3"))
                    page.Host(path);
                page.Text($" {digests.Count} content{(digests.Count == 1 ? "" : "s")}");
            }
            if (digests.Count > MostDigests)
                page.Element("p", $"The {digests.Count - MostDigests} earliest are left out.", ("class", "note"));
            if (digests.Count > 0)
                WriteTable(digests.TakeLast(MostDigests));
        }
    }

    private void WriteTable(IEnumerable<DigestHistory> digests)
    {
        using var table = new HtmlTable(page, "Earliest first", isWide: true, "State", "Seen", "Used by", "Content");
        foreach (var digest in digests)
        {
            using var row = table.Row();
            table.Cell(StateOf(digest));
            using (table.Cell())
                WriteSeen(digest.Observed);
            using (table.Cell())
                WriteUse(digest.Observed);
            using (table.Cell())
                page.Digest(digest.Digest);
        }
    }

    private void WriteSeen(ObservedDigest? observed)
    {
        if (observed is null)
        {
            page.Text("never used");
            return;
        }
        page.Times(observed.FirstSeen, observed.LastSeen);
        page.Text($" by {string.Join(", ", observed.Sources.List())}, in {observed.BootCount} boot{(observed.BootCount == 1 ? "" : "s")}");
        page.Text(observed.BootsUncounted ? " or more" : "");
    }

    private void WriteUse(ObservedDigest? observed)
    {
        if (observed?.FirstProcess is not { } first)
        {
            page.Text("unknown");
            return;
        }
        page.Element("div", TextFindings.ProcessText(first));
        if (observed.LatestProcess is { } latest && latest != first)
            page.Element("div", $"latest: {TextFindings.ProcessText(latest)}");
    }

    private static string StateOf(DigestHistory digest) => digest.Approval switch
    {
        null when digest.Realm.NameElsewhere() is { } realm => $"{realm} {digest.Container}".TrimEnd(),
        null => "in no generation",
        { SupersededIn: { } superseded } known => $"superseded in generation {superseded}, approved in {known.Generation}",
        { } known => $"approved in generation {known.Generation}",
    };
}
