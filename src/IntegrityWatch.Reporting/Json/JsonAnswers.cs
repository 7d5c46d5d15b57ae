using System.Text.Json;
using IntegrityWatch.AuditRules;
using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Json;

/// <summary>The JSON documents of the commands that look after the evidence, the configuration and the sinks.</summary>
public static class JsonAnswers
{
    private static readonly Verdict[] States = [Verdict.Ok, Verdict.Warning, Verdict.Critical, Verdict.Unknown];

    public static void WriteDoctor(Stream output, ToolInfo tool, DoctorReport report) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteString("host", report.Host);
        json.WriteString("root", report.Root);
        json.WriteObjects("checks", report.Checks, check =>
        {
            json.WriteString("id", check.Id);
            json.WriteString("subject", check.Subject);
            json.WriteString("status", check.State.Word());
            json.WriteString("message", check.Message);
            json.WriteString("advice", check.Advice);
        });
        json.WriteObject("summary", () =>
        {
            foreach (var state in States)
                json.WriteNumber(state.Word(), report.Count(state));
        });
        json.WriteExit(report.Verdict);
    });

    public static void WriteRules(Stream output, ToolInfo tool, RuleReport report) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteStrings("sources", report.Sources);
        json.WriteNumber("rules", report.Rules);
        json.WriteObjects("lines", report.Remarks, remark =>
        {
            json.WriteString("file", remark.File);
            json.WriteNumber("line", remark.Line);
            json.WriteString("level", remark.Level.Name());
            json.WriteString("message", remark.Message);
        });
        json.WriteObjects("techniques", report.Techniques, coverage =>
        {
            json.WriteString("id", coverage.Technique.Id);
            json.WriteString("name", coverage.Technique.Name);
            json.WriteString("state", coverage.State.Name());
            json.WriteStrings("missing", coverage.Missing);
        });
        json.WriteExit(report.Verdict);
    });

    /// <param name="installed">False where it was only shown.</param>
    public static void WriteInstallation(Stream output, ToolInfo tool, string root, bool installed, IEnumerable<PlannedFile> files, IEnumerable<NextStep> steps) =>
        JsonDocuments.Write(output, tool, json =>
        {
            json.WriteString("root", root);
            json.WriteBoolean("installed", installed);
            json.WriteObjects("files", files, file =>
            {
                json.WriteString("target", file.Target.Name);
                json.WriteString("path", file.Path);
                json.WriteString("state", file.State.Name());
                json.WriteBoolean("written", file.IsWritten);
                json.WriteString("backup", file.Backup);
                json.WriteStrings("removed", file.Difference?.Removed ?? []);
                json.WriteStrings("added", file.Difference?.Added ?? []);
            });
            json.WriteObjects("next", steps, step =>
            {
                json.WriteString("target", step.Target);
                json.WriteString("text", step.Text);
                json.WriteString("command", step.Command);
            });
        });

    public static void WriteSettings(Stream output, ToolInfo tool, IEnumerable<EffectiveSetting> settings) => JsonDocuments.Write(output, tool, json =>
        json.WriteObjects("settings", settings, setting =>
        {
            json.WriteString("key", setting.Key);
            json.WriteString("value", setting.Value);
            json.WriteString("source", setting.Source);
            json.WriteString("description", setting.Description);
        }));

    /// <summary>What became of messages to sinks.</summary>
    public static void WriteDeliveries(Stream output, IReadOnlyList<SinkDelivery> deliveries) => JsonDocuments.Write(output, tool: null, json =>
        json.WriteObjects("sinks", deliveries, delivery =>
        {
            json.WriteString("name", delivery.Sink);
            json.WriteNumber("sent", delivery.Sent);
            json.WriteNumber("refused", delivery.Refused);
            json.WriteNumber("waiting", delivery.Waiting);
            json.WriteNumber("missed", delivery.Missed);
            json.WriteString("problem", delivery.Problem);
            json.WriteString("refusedFor", delivery.RefusedFor);
            json.WriteString("answer", delivery.Answer);
        }));

    /// <summary>What waits for sinks; nothing where there are none.</summary>
    internal static void WriteSinks(this Utf8JsonWriter json, IReadOnlyList<SinkState> sinks)
    {
        if (sinks.Count > 0)
            json.WriteObjects("sinks", sinks, sink =>
            {
                json.WriteString("name", sink.Name);
                json.WriteNumber("waiting", sink.Waiting);
                json.WriteNumber("missed", sink.Missed);
                json.WriteNumber("delivered", sink.Delivered);
                json.WriteTime("lastDelivery", sink.LastDelivery);
            });
    }
}
