using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Reporting.Json;

/// <summary>The JSON documents of the commands that tell of generations, and carry them from host to host.</summary>
public static class JsonBaselines
{
    public static void WriteList(Stream output, ToolInfo tool, IReadOnlyList<Generation> generations) => JsonDocuments.Write(output, tool, json =>
        json.WriteObjects("generations", generations, generation => WriteFields(json, generation)));

    public static void WriteGeneration(Stream output, ToolInfo tool, BaselineDocument document) => JsonDocuments.Write(output, tool, json =>
    {
        var counts = new BaselineCounts(document.Content);
        json.WriteString("host", document.Host);
        json.WriteObject("generation", () =>
        {
            WriteFields(json, document.Generation);
            json.WriteString("previous", document.Previous);
        });
        json.WriteObject("counts", () =>
        {
            json.WriteNumber("paths", document.Generation.Paths);
            json.WriteNumber("approved", counts.Approved);
            json.WriteNumber("beside", counts.Beside);
            json.WriteNumber("superseded", counts.Superseded);
            json.WriteNumber("packages", document.Content.Packages.Count);
        });
        json.WriteString("packageManager", document.PackageManager);
        json.WriteDecisions("decisions", document.Content.Decisions);
    });

    /// <param name="from">What is compared, in the words of the command line.</param>
    /// <param name="to">What it is compared with.</param>
    public static void WriteComparison(Stream output, ToolInfo tool, string from, string to, BaselineComparison comparison) =>
        JsonDocuments.Write(output, tool, json =>
        {
            json.WriteString("from", from);
            json.WriteString("to", to);
            json.WriteObjects("packages", comparison.Packages, change =>
            {
                json.WriteString("package", change.Name);
                json.WriteString("before", change.Before);
                json.WriteString("after", change.After);
            });
            json.WriteObjects("changes", comparison.Changes, change =>
            {
                json.WriteString("change", change.Name());
                json.WritePath(change.Path);
                json.WriteStrings("before", change.Before.Select(digest => digest.ToString()));
                json.WriteStrings("after", change.After.Select(digest => digest.ToString()));
            });
            json.WriteDecisions("waived", comparison.Waived);
            json.WriteDecisions("noLongerWaived", comparison.NoLongerWaived);
        });

    /// <param name="imported">False where it was only shown.</param>
    public static void WriteImport(Stream output, ToolInfo tool, ImportPlan plan, bool imported) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteBoolean("imported", imported);
        json.WriteObject("generation", () => WriteFields(json, plan.Generation));
        json.WriteApprovals("approved", plan.Approved);
        json.WriteApprovals("superseded", plan.Superseded);
        json.WriteDecisions("waived", plan.Waived);
        json.WriteLives("closed", plan.Closed);
        json.WriteLives("reopened", []);
    });

    /// <param name="isDone">False where it was only shown.</param>
    public static void WriteUndo(Stream output, ToolInfo tool, UndoPlan plan, bool isDone) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteBoolean("undone", isDone);
        json.WriteNumber("undoes", plan.Undone.Number);
        json.WriteObject("generation", () => WriteFields(json, plan.Generation));
        json.WriteApprovals("revoked", plan.Revoked);
        json.WriteApprovals("restored", plan.Restored);
        json.WriteDecisions("takenBack", plan.Decisions);
        json.WriteLives("closed", []);
        json.WriteLives("reopened", plan.Reopened);
    });

    public static void WriteVerdicts(Stream output, ToolInfo tool, IReadOnlyList<GenerationVerdict> verdicts, Verdict verdict) =>
        JsonDocuments.Write(output, tool, json =>
        {
            json.WriteObjects("generations", verdicts, generation =>
            {
                json.WriteNumber("generation", generation.Generation.Number);
                json.WriteBoolean("verified", generation.Holds);
                json.WriteString("reason", generation.Fault);
                json.WriteString("chain", generation.Generation.Chain);
            });
            json.WriteExit(verdict);
        });

    public static void WriteVerdict(Stream output, ToolInfo tool, BaselineVerdict file) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteString("file", file.File);
        json.WriteBoolean("verified", file.Verdict == Verdict.Ok);
        json.WriteString("reason", file.Fault);
        json.WriteAnswer("signed", file.IsSigned);
        json.WriteString("host", file.Document?.Host);
        json.WriteNumber("generation", file.Document?.Generation.Number);
        json.WriteString("chain", file.Document?.Generation.Chain);
        json.WriteExit(file.Verdict);
    });

    private static void WriteFields(Utf8JsonWriter json, Generation generation)
    {
        json.WriteNumber("number", generation.Number);
        json.WriteString("origin", generation.Origin.Name());
        json.WriteString("name", generation.Name);
        json.WriteString("reason", generation.Reason);
        json.WriteString("by", generation.By);
        json.WriteString("bootId", generation.BootId);
        json.WriteTime("capturedAt", generation.CapturedAt);
        json.WriteTime("evidenceAt", generation.EvidenceAt);
        json.WriteNumber("paths", generation.Paths);
        json.WriteString("content", generation.Content);
        json.WriteString("chain", generation.Chain);
    }
}
