using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>What an administrator reads on the dashboard: how many of what, and the worst few by name.</summary>
internal static class Headline
{
    private const int MostNamed = 5;

    /// <summary>Of the sentence that says why nothing can be said, in bytes.</summary>
    private const int LongestReason = 600;

    /// <summary>One line without <c>|</c>, of at most 3,500 bytes. That nobody could look stands first: all else may be different by now.</summary>
    public static string Of(FindingsReport report) =>
        $"{(report.Sight.Reason is { } reason ? MonitoringText.Sentence(reason, LongestReason) + "; " : "")}{Of(report.Findings)}{LastScan(report)}";

    private static string LastScan(FindingsReport report) =>
        report is { Scan: null, Sight: { Reason: null, Last: { } last } } ? $"; last scan {last.At.Readable()}" : "";

    private static string Of(FindingSet findings)
    {
        var counts = Names.Severities
            .Where(severity => severity > Severity.Info && findings.CountStories(severity) > 0)
            .Select(severity => $"{findings.CountStories(severity)} {severity.Name()}");
        var text = string.Join(", ", counts.DefaultIfEmpty("nothing open above info"));
        if (findings.NewStories > 0)
            text += $" ({findings.NewStories} new)";
        var worst = findings.Stories()
            .Select(story => story[0])
            .Where(finding => finding.Severity > Severity.Info)
            .OrderByDescending(finding => finding.Severity)
            .ToList();
        if (worst.Count == 0)
            return text;
        var more = worst.Count > MostNamed ? $" and {worst.Count - MostNamed} more" : "";
        return $"{text}: {string.Join(", ", worst.Take(MostNamed).Select(Named))}{more}";
    }

    private static string Named(Finding finding) =>
        finding.Path.IsEmpty ? finding.Kind.Name() : $"{finding.Kind.Name()} {MonitoringText.Of(finding.Path)}";
}
