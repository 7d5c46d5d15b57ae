using IntegrityWatch.AuditRules;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Json;

/// <summary>What <c>rules check</c> has to say, for machines.</summary>
public static class RulesJson
{
    public static void Write(Stream output, ToolInfo tool, RuleReport report) => JsonDocuments.Write(output, json =>
    {
        JsonDocuments.WriteTool(json, tool);
        json.WriteStrings("sources", report.Sources);
        json.WriteNumber("rules", report.Rules);
        json.WriteStartArray("lines");
        foreach (var remark in report.Remarks)
        {
            json.WriteStartObject();
            json.WriteString("file", remark.File);
            json.WriteNumber("line", remark.Line);
            json.WriteString("level", remark.Level.Name());
            json.WriteString("message", remark.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("techniques");
        foreach (var coverage in report.Techniques)
        {
            json.WriteStartObject();
            json.WriteString("id", coverage.Technique.Id);
            json.WriteString("name", coverage.Technique.Name);
            json.WriteString("state", coverage.State.Name());
            json.WriteStrings("missing", coverage.Missing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteExit(report.Verdict);
    });
}
