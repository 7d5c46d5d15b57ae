using System.Text.Json;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What hardly any host has, as JSON.</summary>
public static class FleetOutliersJson
{
    public static void Write(Stream output, ToolInfo tool, FleetOutliers outliers) => FleetJson.Write(output, tool, json =>
    {
        json.WriteNumber("hosts", outliers.Reporting);
        json.WriteNumber("mostHosts", outliers.MostHosts);
        json.WriteNumber("leftOut", outliers.LeftOut);
        json.WriteArray("outliers", outliers.Outliers, Write);
        json.WriteExit(outliers.Verdict);
    });

    /// <summary>An outlier a line.</summary>
    public static void WriteLines(Stream output, FleetOutliers outliers) => JsonLines.Write(output, outliers.Outliers, Write);

    private static void Write(Utf8JsonWriter json, FleetOutlier outlier)
    {
        json.WriteStartObject();
        json.WriteString("host", outlier.Host);
        json.WriteString("severity", outlier.Severity.Name());
        json.WritePath(outlier.Path);
        json.WriteDigest(outlier.Digest);
        json.WriteNumber("seenOn", outlier.Hosts);
        json.WriteNumber("hostsWithPath", outlier.HostsWithPath);
        WriteCommon(json, outlier.Common, outlier.HostsWithCommon);
        json.WriteTime("firstSeen", outlier.FirstSeen);
        json.WriteString("package", outlier.Package);
        if (outlier.Package is not null)
            json.WriteBoolean("matchesManifest", outlier.MatchesPackage);
        json.WriteEndObject();
    }

    /// <summary>What most of the others have there; null where no other has the path.</summary>
    private static void WriteCommon(Utf8JsonWriter json, Digest? common, long hosts)
    {
        if (common is null)
        {
            json.WriteNull("common");
            return;
        }
        json.WriteStartObject("common");
        json.WriteDigest(common);
        json.WriteNumber("seenOn", hosts);
        json.WriteEndObject();
    }
}
