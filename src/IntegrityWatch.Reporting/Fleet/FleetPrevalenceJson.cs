using System.Text.Json;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>On how many hosts a file was seen, as JSON.</summary>
public static class FleetPrevalenceJson
{
    public static void Write(Stream output, ToolInfo tool, FleetPrevalence prevalence) => FleetJson.Write(output, tool, json =>
    {
        json.WriteNumber("seenOn", prevalence.Seen);
        json.WriteNumber("hosts", prevalence.Reporting);
        json.WriteArray("digests", prevalence.Digests, Write);
    });

    /// <summary>A path with a digest a line.</summary>
    public static void WriteLines(Stream output, FleetPrevalence prevalence) => JsonLines.Write(output, prevalence.Digests, Write);

    private static void Write(Utf8JsonWriter json, PrevalentDigest digest)
    {
        json.WriteStartObject();
        json.WritePath(digest.Path);
        json.WriteDigest(digest.Digest);
        json.WriteNumber("seenOn", digest.Hosts);
        json.WriteTime("firstSeen", digest.FirstSeen);
        json.WriteString("firstHost", digest.FirstHost);
        json.WriteTime("latestSeen", digest.LatestSeen);
        json.WriteString("latestHost", digest.LatestHost);
        json.WriteEndObject();
    }
}
