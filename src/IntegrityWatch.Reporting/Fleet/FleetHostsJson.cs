using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>Who reported when, as JSON.</summary>
public static class FleetHostsJson
{
    public static void Write(Stream output, ToolInfo tool, FleetHosts fleet) => FleetJson.Write(output, tool, json =>
    {
        json.WriteTime("askedAt", fleet.Now);
        json.WriteStartObject("summary");
        var expected = fleet.Hosts.Where(host => host.RetiredAt is null).ToList();
        json.WriteNumber("hosts", expected.Count);
        json.WriteNumber("silent", expected.Count(host => host.IsSilent));
        json.WriteNumber("retired", fleet.Hosts.Count - expected.Count);
        json.WriteStartObject("byStatus");
        foreach (var verdict in Enum.GetValues<Verdict>())
            json.WriteNumber(verdict.Name(), expected.Count(host => host.Verdict == verdict));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteArray("hosts", fleet.Hosts, Write);
        json.WriteExit(fleet.Verdict);
    });

    /// <summary>A host a line.</summary>
    public static void WriteLines(Stream output, FleetHosts fleet) => JsonLines.Write(output, fleet.Hosts, Write);

    private static void Write(Utf8JsonWriter json, FleetHost host)
    {
        json.WriteStartObject();
        json.WriteString("host", host.Name);
        json.WriteString("status", host.Verdict.Name());
        json.WriteBoolean("silent", host.IsSilent);
        json.WriteTime("reportedAt", host.ReportedAt);
        json.WriteTime("scannedAt", host.ScannedAt);
        json.WriteString("scanStatus", host.Status?.Name());
        json.WriteStartObject("open");
        json.WriteBySeverity(severity => host.Open.GetValueOrDefault(severity));
        json.WriteEndObject();
        json.WriteNumber("generation", host.Generation);
        json.WriteStartArray("rewrittenGenerations");
        foreach (var number in host.RewrittenGenerations)
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteFlag("tpmVerified", host.TpmVerified);
        json.WriteString("callsItself", host.CallsItself);
        json.WriteString("version", host.Version);
        json.WriteTime("enrolledAt", host.EnrolledAt);
        json.WriteTime("retiredAt", host.RetiredAt);
        json.WriteEndObject();
    }
}
