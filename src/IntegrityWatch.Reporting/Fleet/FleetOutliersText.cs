using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What hardly any host has, for people: a line each, the most suspicious first.</summary>
public static class FleetOutliersText
{
    /// <param name="quiet">The outliers alone.</param>
    public static void Write(TextWriter output, TextStyle style, FleetOutliers outliers, bool quiet)
    {
        FleetTable.Write(output, style, [.. outliers.Outliers.Select(outlier => Row(outlier, outliers.Reporting))]);
        if (!quiet)
            FleetWords.WriteVerdict(output, style, outliers.Verdict, Summary(outliers));
    }

    /// <summary><c>2 outliers among 500 hosts: 1 medium, 1 low; 12 more are left out</c>.</summary>
    internal static string Summary(FleetOutliers outliers)
    {
        var counts = FleetWords.BySeverity(severity => outliers.Outliers.Count(outlier => outlier.Severity == severity));
        return $"{FleetWords.Count(outliers.Outliers.Count, "outlier")} among {FleetWords.Count(outliers.Reporting, "host")}"
            + (counts is null ? "" : $": {counts}")
            + (outliers.LeftOut > 0 ? $"; left out: {outliers.LeftOut} more, see --most" : "");
    }

    private static FleetCell[] Row(FleetOutlier outlier, long reporting) =>
    [
        FleetWords.Of(outlier.Severity),
        FleetWords.Subject(outlier.Host),
        FleetWords.Path(outlier.Path),
        FleetWords.Digest(null, outlier.Digest),
        new("hosts", $"{outlier.Hosts}/{reporting}", FleetWords.Count(outlier.Hosts, "host")),
        new("with-path", FleetWords.Number(outlier.HostsWithPath), ""),
        new("others", outlier.Common is null ? null : FleetWords.Number(outlier.HostsWithCommon), ""),
        new("have", outlier.Common is null ? null : FleetWords.Safe(outlier.Common), outlier.Common is null
            ? ""
            : $"{outlier.HostsWithCommon} have {FleetWords.Short(outlier.Common)}"),
        FleetWords.Time("first", outlier.FirstSeen),
        new("package", FleetWords.Safe(outlier.Package)),
        new("manifest", outlier.Package is null ? null : outlier.MatchesPackage ? "same" : "differs", ""),
    ];
}
