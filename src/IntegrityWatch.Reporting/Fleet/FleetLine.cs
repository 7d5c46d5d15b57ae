using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Monitoring;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What a plugin says of a fleet to Nagios, Icinga and their kin, see <see cref="NagiosLine"/>.</summary>
public static class FleetLine
{
    private const string Subject = "FLEET";

    /// <summary>So many with the longest names are still one line.</summary>
    private const int MostNamed = 4;

    /// <summary>Bytes.</summary>
    private const int LongestName = 80;

    /// <summary>Bytes.</summary>
    private const int LongestUnseen = 400;

    public static void Write(Stream output, FleetHosts fleet)
    {
        var expected = FleetHostsForms.Expected(fleet);
        var bad = expected.Where(host => host.Verdict != Verdict.Ok).ToList();
        var text = new FleetHostsForms().Summary(fleet) + Named([.. bad.Take(MostNamed).Select(host => $"{Name(host.Name)} {Reason(host)}")], bad.Count);
        long Count(Verdict verdict) => expected.Count(host => host.Verdict == verdict);
        NagiosLine.Write(output, Subject, fleet.Verdict, text,
        [
            new("critical", Count(Verdict.Critical), "", Verdict.Critical),
            new("unknown", Count(Verdict.Unknown), "", Verdict.Ok),
            new("warning", Count(Verdict.Warning), "", Verdict.Warning),
            new("ok", Count(Verdict.Ok), "", Verdict.Ok),
            new("silent", expected.Count(host => host.IsSilent), "", Verdict.Ok),
        ]);
    }

    public static void Write(Stream output, FleetFindings findings, FleetSight sight) => NagiosLine.Write(output, Subject, new FleetFindingsForms().Verdict(findings, sight),
        Unseen(sight) + new FleetFindingsForms().Summary(findings)
            + Named([.. findings.Open.Take(MostNamed).Select(finding => $"{Name(finding.Host)} {Name(finding.Kind)}{Path(finding.Path)}")], findings.Open.Count + findings.LeftOut),
        Metrics(severity => findings.Open.Count(finding => finding.Severity == severity), findings.LeftOut));

    public static void Write(Stream output, FleetOutliers outliers, FleetSight sight) => NagiosLine.Write(output, Subject, new FleetOutliersForms().Verdict(outliers, sight),
        Unseen(sight) + new FleetOutliersForms().Summary(outliers)
            + Named([.. outliers.Outliers.Take(MostNamed).Select(outlier => $"{Name(outlier.Host)}{Path(outlier.Path)}")], outliers.Outliers.Count + outliers.LeftOut),
        Metrics(severity => outliers.Outliers.Count(outlier => outlier.Severity == severity), outliers.LeftOut));

    /// <inheritdoc cref="NagiosLine.WriteUnknown(Stream, string)"/>
    public static void WriteUnknown(Stream output, string message) => NagiosLine.WriteUnknown(output, Subject, message);

    private static IEnumerable<LineMetric> Metrics(Func<Severity, long> count, long leftOut) => Names.Severities
        .Select(severity => new LineMetric(severity.Name(), count(severity), "", Verdicts.Of(severity)))
        .Append(new LineMetric("left_out", leftOut, "", Verdict.Ok));

    private static string Named(IReadOnlyList<string> worst, long all) => worst.Count == 0
        ? ""
        : $": {string.Join(", ", worst)}" + (all > worst.Count ? $" and {all - worst.Count} more" : "");

    /// <summary>First: a line can be cut short.</summary>
    private static string Unseen(FleetSight sight) => FleetWords.Unseen(sight) is { } unseen ? $"{MonitoringText.Sentence(unseen, LongestUnseen)}; " : "";

    private static string Reason(FleetHost host) =>
        FleetHostsForms.Notes(host).FirstOrDefault() ?? FleetWords.BySeverity(FleetHostsForms.CountOn(host)) ?? host.Verdict.Word();

    private static string Name(string name) => MonitoringText.Sentence(name, LongestName);

    private static string Path(HostPath path) => path.IsEmpty ? "" : $" {MonitoringText.Of(path)}";
}
