using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence.Fields;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What hardly any host has, the most suspicious first.</summary>
public sealed class FleetOutliersForms : FleetForms<FleetOutliers>
{
    private static readonly IReadOnlyList<Field<FleetOutlier>> Common =
    [
        new(new() { Json = "digest" }, outlier => outlier.Common),
        new(new() { Json = "seenOn" }, outlier => outlier.HostsWithCommon),
    ];

    public override Action<Stream, FleetOutliers, FleetSight> Line => FleetLine.Write;

    public override Verdict? Verdict(FleetOutliers answer) => answer.Verdict;

    /// <summary><c>2 outliers among 500 hosts: 1 medium, 1 low; 12 more are left out</c>.</summary>
    internal override string Summary(FleetOutliers answer)
    {
        var counts = FleetWords.BySeverity(severity => answer.Outliers.Count(outlier => outlier.Severity == severity));
        return $"{FleetWords.Count(answer.Outliers.Count, "outlier")} among {FleetWords.Count(answer.Reporting, "host")}"
            + (counts is null ? "" : $": {counts}")
            + (answer.LeftOut > 0 ? $"; left out: {answer.LeftOut} more, see --most" : "");
    }

    private protected override void WriteHead(Utf8JsonWriter json, FleetOutliers answer)
    {
        json.WriteNumber("hosts", answer.Reporting);
        json.WriteNumber("mostHosts", answer.MostHosts);
        json.WriteNumber("leftOut", answer.LeftOut);
    }

    private protected override IEnumerable<FleetTable> Tables(FleetOutliers answer, bool quiet) =>
        [new FleetTable<FleetOutlier>("outliers", Columns(answer.Reporting), answer.Outliers)];

    private static IReadOnlyList<FleetColumn<FleetOutlier>> Columns(long reporting) =>
    [
        FleetWords.Subject<FleetOutlier>("host", outlier => outlier.Host) with { At = 2 },
        FleetWords.Severity<FleetOutlier>(outlier => outlier.Severity),
        .. FleetWords.Path<FleetOutlier>(outlier => outlier.Path, at: 3),
        new("digest", outlier => outlier.Digest) { At = 4, Paint = FleetWords.Faint },
        FleetWords.SeenOn<FleetOutlier>(outlier => outlier.Hosts, reporting) with { At = 5 },
        new("hostsWithPath", outlier => outlier.HostsWithPath) { At = 6, Key = "with-path", Terminal = _ => "" },
        // What most of the others have there; null where no other has the path.
        new("common", outlier => outlier.Common is null ? default : FieldValue.Of(Common, outlier))
        {
            At = 8,
            Key = "have",
            Text = outlier => outlier.Common is { } common ? SafeText.Of(common.ToString()) : null,
            Terminal = outlier => outlier.Common is { } common ? $"{outlier.HostsWithCommon} have {FleetWords.Short(common, null)}" : "",
        },
        new(null, outlier => outlier.Common is null ? null : (long?)outlier.HostsWithCommon) { At = 7, Key = "others", Terminal = _ => "" },
        new("firstSeen", outlier => outlier.FirstSeen) { At = 9, Key = "first" },
        new("package", outlier => outlier.Package) { At = 10, Key = "package" },
        new("matchesManifest", outlier => outlier.Package is null ? null : (bool?)outlier.MatchesPackage)
        {
            IsLeftOut = true,
            At = 11,
            Key = "manifest",
            Text = outlier => outlier.Package is null ? null : outlier.MatchesPackage ? "same" : "differs",
            Terminal = _ => "",
        },
    ];
}
