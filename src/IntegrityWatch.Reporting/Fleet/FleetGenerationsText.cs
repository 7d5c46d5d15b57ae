using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>What was approved for groups, then what hosts approved, for people: a line each.</summary>
public static class FleetGenerationsText
{
    public static void Write(TextWriter output, TextStyle style, FleetGenerations generations)
    {
        FleetTable.Write(output, style, [.. generations.OfGroups.Select(Row)]);
        FleetTable.Write(output, style, [.. generations.OfHosts.Select(Row)]);
    }

    private static FleetCell[] Row(GroupGeneration generation) =>
    [
        new(null, "group"),
        FleetWords.Subject(generation.Group),
        new(null, FleetWords.Number(generation.Number)),
        FleetWords.Time("approved", generation.ApprovedAt),
        new("by", SafeText.Of(generation.ApprovedBy), $"by {SafeText.Of(generation.ApprovedBy)}"),
        new("sha256", SafeText.Of(generation.Sha256), FleetWords.Short(generation.Sha256)) { Paint = (style, text) => style.Faint(text) },
        new("bytes", FleetWords.Number(generation.Bytes), $"{generation.Bytes} bytes"),
        new("reason", FleetWords.Safe(generation.Reason)),
    ];

    private static FleetCell[] Row(FleetGeneration generation) =>
    [
        new(null, "host"),
        FleetWords.Subject(generation.Host),
        new(null, FleetWords.Number(generation.Number)),
        new(null, SafeText.Of(generation.Origin)),
        FleetWords.Time("captured", generation.CapturedAt),
        new("reported", generation.ReportedAt.Iso(), ""),
        new("chain", SafeText.Of(generation.Chain), FleetWords.Short(generation.Chain)) { Paint = (style, text) => style.Faint(text) },
        new("paths", FleetWords.Number(generation.Paths), $"{generation.Paths} paths"),
        // What was told first stands: only the second is a rewriting.
        new("rewritten", generation.IsRewritten ? "yes" : null, generation.IsRewritten ? "REWRITTEN" : "") { Paint = (style, text) => style.Paint(Detection.Verdict.Critical, text) },
        new("by", FleetWords.Safe(generation.By), generation.By is null ? "" : $"by {SafeText.Of(generation.By)}"),
        new("name", FleetWords.Safe(generation.Name)),
        new("reason", FleetWords.Safe(generation.Reason)),
    ];
}
