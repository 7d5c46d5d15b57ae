using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Reporting.Json;

/// <summary>What <c>doctor</c> has to say, for machines.</summary>
public static class DoctorJson
{
    private static readonly Verdict[] States = [Verdict.Ok, Verdict.Warning, Verdict.Critical, Verdict.Unknown];

    public static void Write(Stream output, ToolInfo tool, DoctorReport report) => JsonDocuments.Write(output, json =>
    {
        JsonDocuments.WriteTool(json, tool);
        json.WriteString("host", report.Host);
        json.WriteString("root", report.Root);
        json.WriteStartArray("checks");
        foreach (var check in report.Checks)
        {
            json.WriteStartObject();
            json.WriteString("id", check.Id);
            json.WriteString("subject", check.Subject);
            json.WriteString("status", check.State.Word());
            json.WriteString("message", check.Message);
            json.WriteString("advice", check.Advice);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("summary");
        foreach (var state in States)
            json.WriteNumber(state.Word(), report.Count(state));
        json.WriteEndObject();
        json.WriteExit(report.Verdict);
    });
}
