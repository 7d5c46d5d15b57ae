using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What the answers about a fleet have in common as JSON.</summary>
internal static class FleetJson
{
    public static void Write(Stream output, ToolInfo tool, Action<Utf8JsonWriter> content) => JsonDocuments.Write(output, json =>
    {
        JsonDocuments.WriteTool(json, tool);
        content(json);
    });

    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> records, Action<Utf8JsonWriter, T> content)
    {
        json.WriteStartArray(name);
        foreach (var record in records)
            content(json, record);
        json.WriteEndArray();
    }

    public static void WriteFlag(this Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }

    public static void WriteBySeverity(this Utf8JsonWriter json, Func<Severity, long> count)
    {
        json.WriteStartObject("bySeverity");
        foreach (var severity in Names.Severities)
            json.WriteNumber(severity.Name(), count(severity));
        json.WriteEndObject();
    }
}
