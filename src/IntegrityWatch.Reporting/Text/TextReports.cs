using System.Globalization;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Text;

/// <summary>What commands print for people.</summary>
public static class TextReports
{
    /// <param name="quiet">Findings alone, without what stands around them.</param>
    public static void WriteScan(TextWriter output, TextStyle style, ScanReport report, bool quiet)
    {
        var findings = new TextFindings(output, style);
        if (!quiet)
        {
            output.WriteLine(style.Faint($"{SafeText.Of(report.Host)}  {report.ScannedAt.Readable()}  {BaselineText(report.Baseline)}"));
            output.WriteLine(style.Faint(EvidenceText(report)));
            output.WriteLine();
        }
        findings.Write(report.Findings);
        if (quiet)
            return;
        if (!style.IsTerminal && report.Findings.Shown.Count > 0)
            output.WriteLine();
        findings.WriteVerdict(report.Findings);
    }

    public static void WriteFindings(TextWriter output, TextStyle style, FindingSet findings, bool quiet)
    {
        var text = new TextFindings(output, style);
        text.Write(findings);
        if (!quiet)
            text.WriteVerdict(findings);
    }

    public static void WriteHistory(TextWriter output, TextStyle style, IReadOnlyList<DigestHistory> digests)
    {
        foreach (var digest in digests)
            WriteDigest(output, style, digest);
    }

    private static void WriteDigest(TextWriter output, TextStyle style, DigestHistory digest)
    {
        var approval = digest.Approval switch
        {
            null => "in no generation",
            { SupersededIn: { } superseded } known => string.Create(CultureInfo.InvariantCulture,
                $"approved in generation {known.Generation}, superseded in generation {superseded}"),
            { } known => string.Create(CultureInfo.InvariantCulture, $"approved in generation {known.Generation}"),
        };
        output.WriteLine($"{style.Bold(SafeText.Of(digest.Path))} {digest.Digest} {digest.State.Name()}");
        output.WriteLine($"    {approval}");
        if (digest.Observed is not { } observed)
            return;
        output.WriteLine($"    seen by {string.Join(", ", observed.Sources.List())} "
            + $"from {observed.FirstSeen.Readable()} to {observed.LastSeen.Readable()}"
            + string.Create(CultureInfo.InvariantCulture, $", in {observed.Boots.Count} boot{(observed.Boots.Count == 1 ? "" : "s")}"));
        if (observed.FirstProcess is { } first)
            output.WriteLine($"    first: {TextFindings.ProcessText(first)}");
        if (observed.LatestProcess is { } latest && latest != observed.FirstProcess)
            output.WriteLine($"    latest: {TextFindings.ProcessText(latest)}");
    }

    private static string BaselineText(Generation? baseline) => baseline is null
        ? "no baseline"
        : string.Create(CultureInfo.InvariantCulture, $"baseline {baseline.Number}")
            + (baseline.Name is { } name ? $" {SafeText.Of(name)}" : "")
            + string.Create(CultureInfo.InvariantCulture, $" of {baseline.CapturedAt.Readable()}, {baseline.Paths} paths");

    private static string Verified(ListSummary list) => list.Verdict.Verified switch
    {
        true => "verified by the TPM",
        false => "altered",
        null => "not verified",
    };

    private static string EvidenceText(ScanReport report)
    {
        var list = report.List is { } ima
            ? string.Create(CultureInfo.InvariantCulture, $"list: {ima.Entries} entries, {ima.NewEntries} new, {Verified(ima)}")
            : "list: left out";
        var audit = report.Audit is { } log
            ? string.Create(CultureInfo.InvariantCulture, $"audit: {log.Records} new records, {log.IntegrityRules} with a file's hash")
            : "audit: no log";
        return $"{list}; {audit}";
    }
}
