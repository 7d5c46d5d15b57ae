using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;
using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>What hosts approved, and what was approved for groups.</summary>
internal static class GenerationsQuestion
{
    private const string OfHosts = """
        SELECT g.host, g.generation, g.origin, g.name, g.reason, g.made_by, g.capture_time, g.reported_at, g.paths, g.chain,
            row_number() OVER (PARTITION BY g.host, g.generation ORDER BY g.reported_at) > 1
        FROM integritywatch.generation g JOIN integritywatch.host h ON h.host = g.host
        WHERE $1::text IS NULL OR g.host = $1
        ORDER BY g.host, g.generation DESC, g.reported_at DESC
        """;

    // The documents are large, and stay where they are.
    private const string OfGroups = """
        SELECT group_name, number, approved_by, approved_at, reason, sha256, length(document)
        FROM integritywatch.group_generation
        ORDER BY group_name, number DESC
        """;

    public static async Task<FleetGenerations> AskAsync(StoreConnection store, string? host, CancellationToken interrupted) => new(
        await store.QueryAsync(OfHosts, [Parameter.Of(host)], OfHost, interrupted).ConfigureAwait(false),
        host is null ? await store.QueryAsync(OfGroups, [], OfGroup, interrupted).ConfigureAwait(false) : []);

    private static FleetGeneration OfHost(NpgsqlDataReader row) => new()
    {
        Host = row.GetString(0),
        Number = row.GetInt32(1),
        Origin = row.GetString(2),
        Name = row.Text(3),
        Reason = row.Text(4),
        By = row.Text(5),
        CapturedAt = row.Time(6)!.Value,
        ReportedAt = row.Time(7)!.Value,
        Paths = row.GetInt32(8),
        Chain = row.GetString(9),
        IsRewritten = row.GetBoolean(10),
    };

    private static GroupGeneration OfGroup(NpgsqlDataReader row) => new()
    {
        Group = row.GetString(0),
        Number = row.GetInt32(1),
        ApprovedBy = row.GetString(2),
        ApprovedAt = row.Time(3)!.Value,
        Reason = row.Text(4),
        Sha256 = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(5)),
        Bytes = row.GetInt32(6),
    };
}
