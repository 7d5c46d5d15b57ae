using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Fields;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Html;

/// <summary>Findings on the same path and digest, told as one story that the worst leads.</summary>
internal sealed class StoryWriter(HtmlWriter page, PathAnchors anchors)
{
    /// <param name="story">The worst first.</param>
    /// <param name="isUnfolded">Whether all of it shows without being asked.</param>
    public void Write(IReadOnlyList<Finding> story, bool isUnfolded)
    {
        var lead = story[0];
        using (page.In("article", ("class", $"story {lead.Severity.Name()}"), ("id", lead.Anchor())))
        {
            using (page.In("h4"))
            {
                page.Badge(lead.Severity);
                page.Text($" {lead.Kind.Name()} ");
                if (!lead.Path.IsEmpty)
                    page.Path(lead.Path);
            }
            WriteMessage(lead);
            using (page.In("details", isUnfolded ? [("open", "open")] : []))
            {
                page.Element("summary", "What is known");
                using (page.In("dl"))
                    WriteFacts(story);
                WriteKnown(lead.Known);
            }
        }
    }

    private void WriteMessage(Finding lead)
    {
        page.Element("p", lead.Message);
        if (lead.Support is { } explanation)
            using (page.In("p"))
                page.Sentence(explanation);
        if (lead.Ambiguous)
            page.Element("p", TextFindings.AmbiguousText);
    }

    private void WriteFacts(IReadOnlyList<Finding> story)
    {
        var lead = story[0];
        page.Facts(FindingFields.All, lead);
        WriteSeen(lead);
        if (lead.Process is { } process)
            Write(process);
        if (lead.Package is { } package)
            Write(package);
        if (lead.Techniques.Count > 0)
            using (page.Fact("Techniques"))
                foreach (var technique in lead.Techniques)
                    using (page.In("div"))
                        page.Technique(technique);
        foreach (var other in story.Skip(1))
            using (page.Fact("Also"))
            {
                page.Badge(other.Severity);
                page.Text($" {other.Kind.Name()}: {other.Message} ");
                using (page.In("span", ("id", other.Anchor())))
                    page.Host(other.Id);
            }
        using (page.Fact("To do"))
            page.Text(FindingKinds.AdviceFor(lead));
        using (page.Fact("Finding"))
        {
            page.Host(lead.Id);
            page.Text(" by rule ");
            page.Host(lead.DecidedBy);
            if (lead.PathRule is { } rule)
                page.Text($", a path rule{(rule.Message is { } why ? $" ({why})" : "")}: {rule.Otherwise.Name()} without it, by {lead.Rule}");
            var elsewhere = lead.Related.Where(id => story.All(other => other.Id != id)).ToList();
            page.Text(elsewhere.Count > 0 ? $", related to {string.Join(", ", elsewhere)}" : "");
            if (!lead.Path.IsEmpty)
            {
                page.Text(" · ");
                page.Element("a", "history of the path", ("href", $"#{anchors.Of(lead.Path)}"));
            }
        }
    }

    private void WriteSeen(Finding lead)
    {
        if (lead.Sources == EvidenceSources.None && lead.FirstSeen is null)
            return;
        using (page.Fact("Seen"))
        {
            page.Times(lead.FirstSeen, lead.LastSeen);
            page.Text($" by {string.Join(", ", lead.Sources.List())}");
        }
    }

    private void Write(ProcessInfo process)
    {
        using (page.Fact("Used by"))
        {
            page.Host(process.User ?? "somebody");
            page.Text($" uid {TextFindings.Number(process.Uid)}, effective uid {TextFindings.Number(process.Euid)}, gid {TextFindings.Number(process.Gid)}, login {TextFindings.Number(process.Auid)}");
        }
        using (page.Fact("In process"))
        {
            page.Text($"{TextFindings.Number(process.Pid)} ");
            WritePath(process.Exe);
            if (process.Comm is { } name)
            {
                page.Text(", task name ");
                page.Host(name);
            }
            page.Text(", ");
            page.Time(process.Time);
        }
        using (page.Fact("Started by"))
        {
            page.Text($"{TextFindings.Number(process.Ppid)} ");
            WritePath(process.ParentExe);
            foreach (var above in process.Ancestors?.Programs ?? [])
            {
                page.Text(" < ");
                page.Path(above);
            }
        }
        page.Facts(ProcessFields.All, process);
    }

    private void WritePath(HostPath? path)
    {
        if (path is { } known)
            page.Path(known);
        else
            page.Text("unknown");
    }

    private void Write(PackageNote package)
    {
        using (page.Fact("Package"))
        {
            page.Host(package.Name);
            page.Text(" ");
            page.Host(package.Version);
            if (package.ChangedAt is { } time)
            {
                page.Text(" of ");
                page.Time(time);
            }
            page.Text(package.MatchesManifest switch
            {
                true => "; the file is what the package installed",
                false => "; the file is not what the package installed",
                null => "; whether the file is what it installed cannot be told",
            });
        }
    }

    private void WriteKnown(IReadOnlyList<KnownDigest> known)
    {
        if (known.Count == 0)
            return;
        using var table = new HtmlTable(page, "What the path was before, or is beside", isWide: true, "State", "Seen", "Content");
        foreach (var digest in known)
        {
            using var row = table.Row();
            table.Cell(digest.State.Name() + (digest.Generation is { } generation
                ? $" in generation {generation}"
                : ""));
            using (table.Cell())
                if (digest.FirstSeen is null)
                    page.Text("never used");
                else
                    page.Times(digest.FirstSeen, digest.LastSeen);
            using (table.Cell())
                page.Digest(digest.Digest);
        }
    }
}
