using System.Text.Json;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What was approved for groups and on hosts, as JSON.</summary>
public static class FleetGenerationsJson
{
    public static void Write(Stream output, ToolInfo tool, FleetGenerations generations) => FleetJson.Write(output, tool, json =>
    {
        json.WriteArray("groups", generations.OfGroups, Write);
        json.WriteArray("hosts", generations.OfHosts, Write);
    });

    /// <summary>A generation a line: those with a group first, then those with a host.</summary>
    public static void WriteLines(Stream output, FleetGenerations generations)
    {
        JsonLines.Write(output, generations.OfGroups, Write);
        JsonLines.Write(output, generations.OfHosts, Write);
    }

    /// <param name="output">Where to.</param>
    /// <param name="tool">Which program.</param>
    /// <param name="group">Whose latest generation is here already.</param>
    /// <param name="number">Its number in the group.</param>
    public static void WriteKnown(Stream output, ToolInfo tool, string group, int number) => FleetJson.Write(output, tool, json =>
    {
        json.WriteBoolean("imported", false);
        json.WriteString("group", group);
        json.WriteNumber("number", number);
    });

    private static void Write(Utf8JsonWriter json, GroupGeneration generation)
    {
        json.WriteStartObject();
        json.WriteString("group", generation.Group);
        json.WriteNumber("number", generation.Number);
        json.WriteTime("approvedAt", generation.ApprovedAt);
        json.WriteString("approvedBy", generation.ApprovedBy);
        json.WriteString("reason", generation.Reason);
        json.WriteString("sha256", generation.Sha256);
        json.WriteNumber("bytes", generation.Bytes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FleetGeneration generation)
    {
        json.WriteStartObject();
        json.WriteString("host", generation.Host);
        json.WriteNumber("generation", generation.Number);
        json.WriteString("origin", generation.Origin);
        json.WriteString("name", generation.Name);
        json.WriteString("reason", generation.Reason);
        json.WriteString("by", generation.By);
        json.WriteTime("capturedAt", generation.CapturedAt);
        json.WriteTime("reportedAt", generation.ReportedAt);
        json.WriteNumber("paths", generation.Paths);
        json.WriteString("chain", generation.Chain);
        json.WriteBoolean("rewritten", generation.IsRewritten);
        json.WriteEndObject();
    }
}
