using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Json;

/// <summary>What <c>rules install</c> has to say, for machines.</summary>
public static class InstallJson
{
    /// <param name="output">Where to.</param>
    /// <param name="tool">Which program.</param>
    /// <param name="root">Below which folder.</param>
    /// <param name="installed">False where it was only shown.</param>
    /// <param name="files">What was or would be written.</param>
    /// <param name="steps">What is left to do.</param>
    public static void Write(Stream output, ToolInfo tool, string root, bool installed, IEnumerable<PlannedFile> files, IEnumerable<NextStep> steps) =>
        JsonDocuments.Write(output, json =>
        {
            JsonDocuments.WriteTool(json, tool);
            json.WriteString("root", root);
            json.WriteBoolean("installed", installed);
            json.WriteStartArray("files");
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("target", file.Target.Name);
                json.WriteString("path", file.Path);
                json.WriteString("state", file.State.Name());
                json.WriteBoolean("written", file.IsWritten);
                json.WriteString("backup", file.Backup);
                json.WriteStrings("removed", file.Difference?.Removed ?? []);
                json.WriteStrings("added", file.Difference?.Added ?? []);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("next");
            foreach (var step in steps)
            {
                json.WriteStartObject();
                json.WriteString("target", step.Target);
                json.WriteString("text", step.Text);
                json.WriteString("command", step.Command);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
}
