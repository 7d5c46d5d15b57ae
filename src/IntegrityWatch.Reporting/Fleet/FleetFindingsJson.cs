using System.Text.Json;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What is open in the fleet, as JSON.</summary>
public static class FleetFindingsJson
{
    public static void Write(Stream output, ToolInfo tool, FleetFindings findings) => FleetJson.Write(output, tool, json =>
    {
        json.WriteStartObject("summary");
        json.WriteNumber("open", findings.Open.Count + findings.LeftOut);
        json.WriteNumber("leftOut", findings.LeftOut);
        json.WriteString("worst", findings.Worst.Name());
        json.WriteBySeverity(severity => findings.Open.Count(finding => finding.Severity == severity));
        json.WriteEndObject();
        json.WriteArray("findings", findings.Open, Write);
        json.WriteExit(findings.Verdict);
    });

    /// <summary>A finding a line.</summary>
    public static void WriteLines(Stream output, FleetFindings findings) => JsonLines.Write(output, findings.Open, Write);

    private static void Write(Utf8JsonWriter json, FleetFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("host", finding.Host);
        json.WriteString("id", finding.Id);
        json.WriteString("kind", finding.Kind);
        json.WriteString("severity", finding.Severity.Name());
        json.WritePath(finding.Path);
        json.WriteDigest(finding.Digest);
        json.WriteTime("foundAt", finding.At);
        json.WriteString("message", finding.Message);
        HostDocument.WriteRest(json, finding.Document, Own);
        json.WriteEndObject();
    }

    /// <summary>What the store's columns say, and no host's document says otherwise.</summary>
    private static readonly HashSet<string> Own = ["host", "id", "kind", "severity", "path", "pathBase64", "digest", "foundAt", "message"];
}
