using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;
using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>Who reported when, with which status.</summary>
internal static class HostsQuestion
{
    private const string Now = "SELECT now()";

    private const string Hosts = """
        SELECT h.host, h.enrolled_at, h.retired_at,
            s.reported_at, s.scan_time, s.calls_itself, s.version, s.status, s.info, s.low, s.medium, s.high, s.critical, s.generation, s.tpm_verified, s.reason, s.max_age
        FROM integritywatch.host h
        LEFT JOIN LATERAL (
            SELECT * FROM integritywatch.scan s WHERE s.host = h.host ORDER BY s.reported_at DESC LIMIT 1
        ) s ON true
        ORDER BY h.host
        """;

    private const string Rewritten = """
        SELECT host, generation FROM integritywatch.generation GROUP BY host, generation HAVING count(*) > 1 ORDER BY host, generation
        """;

    /// <summary>What a host's policy allows where it did not say, see <see cref="Detection.Policies.Policy.MaxScanAge"/>.</summary>
    private static readonly TimeSpan DefaultAge = TimeSpan.FromHours(26);

    /// <summary>No host says of itself that it may be silent for longer.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(7);

    public static async Task<FleetHosts> AskAsync(StoreConnection store, TimeSpan? silentAfter, CancellationToken interrupted)
    {
        var now = new DateTimeOffset((DateTime)(await store.ScalarAsync(Now, [], interrupted).ConfigureAwait(false))!, TimeSpan.Zero);
        var rewritten = (await store.QueryAsync(Rewritten, [], row => (Host: row.GetString(0), Generation: row.GetInt32(1)), interrupted).ConfigureAwait(false))
            .ToLookup(row => row.Host, row => row.Generation);
        var hosts = await store.QueryAsync(Hosts, [], Host, interrupted).ConfigureAwait(false);
        return new FleetHosts(
            [.. hosts
                .Select(host => host with
                {
                    RewrittenGenerations = [.. rewritten[host.Name]],
                    IsSilent = host.RetiredAt is null && !IsHeard(host, now - (silentAfter ?? AgeOf(host))),
                })
                .OrderBy(host => host.RetiredAt is not null)
                .ThenBy(host => Array.IndexOf(Weight, host.Verdict))
                .ThenBy(host => host.Name, StringComparer.Ordinal)],
            now);
    }

    private static TimeSpan AgeOf(FleetHost host)
    {
        var age = host.MaxScanAge ?? DefaultAge;
        return age < LongestAge ? age : LongestAge;
    }

    /// <summary>What waited for the store can be of an old scan, though it has only arrived.</summary>
    private static bool IsHeard(FleetHost host, DateTimeOffset since) => host.ReportedAt >= since && host.ScannedAt >= since;

    private static readonly Verdict[] Weight = [Verdict.Critical, Verdict.Unknown, Verdict.Warning, Verdict.Ok];

    private static FleetHost Host(NpgsqlDataReader row) => new()
    {
        Name = row.GetString(0),
        EnrolledAt = row.Time(1)!.Value,
        RetiredAt = row.Time(2),
        ReportedAt = row.Time(3),
        ScannedAt = row.Time(4),
        CallsItself = row.Text(5),
        Version = row.Text(6),
        Status = row.IsDBNull(7) ? null : (Verdict)row.GetInt16(7),
        Open = row.IsDBNull(7) ? new() : Enum.GetValues<Severity>().Order().Select((severity, index) => (severity, row.GetInt64(8 + index))).ToDictionary(),
        Generation = row.Number(13),
        TpmVerified = row.Flag(14),
        Reason = row.Text(15),
        MaxScanAge = row.IsDBNull(16) ? null : TimeSpan.FromSeconds(Math.Min(row.GetInt64(16), (long)LongestAge.TotalSeconds)),
    };
}
