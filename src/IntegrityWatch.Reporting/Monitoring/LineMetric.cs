using IntegrityWatch.Detection;

namespace IntegrityWatch.Reporting.Monitoring;

/// <summary>A number that a check line carries for graphs.</summary>
/// <param name="Name">Letters and underscores.</param>
/// <param name="Value">Zero or more.</param>
/// <param name="Unit"><c>s</c> for seconds; empty for a count.</param>
/// <param name="AboveZero">What any number above zero makes of the verdict.</param>
internal sealed record LineMetric(string Name, long Value, string Unit, Verdict AboveZero)
{
    /// <summary>How many stories are open, and how old the baseline and the latest scan are.</summary>
    public static IEnumerable<LineMetric> Of(FindingsReport report)
    {
        foreach (var severity in Names.Severities)
            yield return new LineMetric(severity.Name(), report.Findings.CountStories(severity), "", Verdicts.Of(severity));
        yield return new LineMetric("new", report.Findings.NewStories, "", Verdict.Ok);
        if (report.Baseline is { } baseline)
            yield return Age("baseline_age", baseline.CapturedAt, report.Now);
        if (report.At is { } scanned)
            yield return Age("last_scan_age", scanned, report.Now);
    }

    /// <summary>Zero where the host's clock was set back since.</summary>
    private static LineMetric Age(string name, DateTimeOffset since, DateTimeOffset now) =>
        new(name, Math.Max(0, (long)(now - since).TotalSeconds), "s", Verdict.Ok);
}
