using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What was approved for groups, then what hosts approved.</summary>
public sealed class FleetGenerationsForms : FleetForms<FleetGenerations>
{
    private static readonly IReadOnlyList<FleetColumn<GroupGeneration>> OfGroup =
    [
        new(null, _ => "group") { At = 1 },
        FleetWords.Subject<GroupGeneration>("group", generation => generation.Group) with { At = 2 },
        new("number", generation => generation.Number) { At = 3 },
        new("approvedAt", generation => generation.ApprovedAt) { At = 4, Key = "approved" },
        new("approvedBy", generation => generation.ApprovedBy) { At = 5, Key = "by", Terminal = generation => $"by {SafeText.Of(generation.ApprovedBy)}" },
        new("reason", generation => generation.Reason) { At = 8, Key = "reason" },
        FleetWords.Hash<GroupGeneration>("sha256", generation => generation.Sha256) with { At = 6 },
        new("bytes", generation => generation.Bytes) { At = 7, Key = "bytes", Terminal = generation => $"{generation.Bytes} bytes" },
    ];

    private static readonly IReadOnlyList<FleetColumn<FleetGeneration>> OfHost =
    [
        new(null, _ => "host") { At = 1 },
        FleetWords.Subject<FleetGeneration>("host", generation => generation.Host) with { At = 2 },
        new("generation", generation => generation.Number) { At = 3 },
        new("origin", generation => generation.Origin) { At = 4 },
        new("name", generation => generation.Name) { At = 11, Key = "name" },
        new("reason", generation => generation.Reason) { At = 12, Key = "reason" },
        new("by", generation => generation.By) { At = 10, Key = "by", Terminal = generation => generation.By is { } by ? $"by {SafeText.Of(by)}" : "" },
        new("capturedAt", generation => generation.CapturedAt) { At = 5, Key = "captured" },
        new("reportedAt", generation => generation.ReportedAt) { At = 6, Key = "reported", Terminal = _ => "" },
        new("paths", generation => generation.Paths) { At = 8, Key = "paths", Terminal = generation => $"{generation.Paths} paths" },
        FleetWords.Hash<FleetGeneration>("chain", generation => generation.Chain) with { At = 7 },
        // What was told first stands: only the second is a rewriting.
        new("rewritten", generation => (bool?)generation.IsRewritten)
        {
            At = 9,
            Key = "rewritten",
            Text = generation => generation.IsRewritten ? "yes" : null,
            Terminal = generation => generation.IsRewritten ? "REWRITTEN" : "",
            Paint = (style, _, text) => style.Paint(Detection.Verdict.Critical, text),
        },
    ];

    /// <param name="group">Whose latest generation is here already.</param>
    /// <param name="number">Its number in the group.</param>
    public static void WriteKnown(Stream output, ToolInfo tool, string group, int number) => JsonDocuments.Write(output, tool, json =>
    {
        json.WriteBoolean("imported", false);
        json.WriteString("group", group);
        json.WriteNumber("number", number);
    });

    private protected override IEnumerable<FleetTable> Tables(FleetGenerations answer, bool quiet) =>
    [
        new FleetTable<GroupGeneration>("groups", OfGroup, answer.OfGroups),
        new FleetTable<FleetGeneration>("hosts", OfHost, answer.OfHosts),
    ];
}
