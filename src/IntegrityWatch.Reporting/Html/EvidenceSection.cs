using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Html;

/// <summary>What the scan looked at, and whether it can be believed.</summary>
internal static class EvidenceSection
{
    public static void Write(HtmlWriter page, ScanReport? scan)
    {
        if (scan is null)
            return;
        using (page.In("section", ("aria-labelledby", "evidence")))
        {
            page.Element("h2", "Evidence", ("id", "evidence"));
            using (page.In("dl"))
            {
                WriteList(page, scan.List);
                WriteAudit(page, scan.Audit);
                Fact(page, "Packages", scan.PackageManager is { } manager
                    ? $"{manager} owns {scan.Owned} of the files that were looked at"
                    : "no package manager is known, so nobody can say whom a file belongs to");
                Fact(page, "Disk", $"{scan.Hashed} files hashed");
                using (page.Fact("Root"))
                    page.Host(scan.Root);
            }
        }
    }

    private static void WriteList(HtmlWriter page, ListSummary? list)
    {
        if (list is null)
        {
            Fact(page, "Measurement list", "left out");
            return;
        }
        using (page.Fact("Measurement list"))
        {
            page.Text($"{list.Entries} entries, {list.NewEntries} new, {list.Violations} violations; {list.Format}, ");
            page.Host(list.Source);
        }
        using (page.Fact("TPM"))
        {
            page.Text(list.Verdict.Reason);
            foreach (var bank in list.Verdict.Banks)
                page.Element("div", $"PCR {bank.Pcr}, {bank.Algorithm}: "
                    + (bank.MatchedAtEntry is { } entry
                        ? $"matches at entry {entry} of {list.Entries}"
                        : "does not match"));
        }
        WriteProblems(page, list.Problems);
    }

    private static void WriteAudit(HtmlWriter page, AuditSummary? audit)
    {
        if (audit is null)
        {
            Fact(page, "Audit log", "there is none, or it was left out: nobody can say who used a file");
            return;
        }
        using (page.Fact("Audit log"))
        {
            page.Text($"{audit.Records} new records, {audit.IntegrityRules} with a file's hash, {audit.Lost} lost");
            foreach (var file in audit.Files)
                using (page.In("div"))
                    page.Host(file);
        }
        WriteProblems(page, audit.Problems);
    }

    private static void WriteProblems(HtmlWriter page, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            using (page.Fact("Problem"))
                page.Sentence(problem);
    }

    private static void Fact(HtmlWriter page, string name, string text)
    {
        using (page.Fact(name))
            page.Text(text);
    }
}
