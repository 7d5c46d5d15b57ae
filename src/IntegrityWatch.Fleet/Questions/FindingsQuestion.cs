using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;
using Npgsql;
using NpgsqlTypes;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>What is open in the fleet: of each host that has to report, what its latest scan left open.</summary>
internal static class FindingsQuestion
{
    // A host that names a finding and never said what it is has something to hide, or a store that lost something: neither is clean.
    private const string Findings = """
        WITH latest AS (
            SELECT h.host, s.open_set, s.scan_time
            FROM integritywatch.host h
            CROSS JOIN LATERAL (
                SELECT s.open_set, s.scan_time FROM integritywatch.scan s WHERE s.host = h.host ORDER BY s.reported_at DESC LIMIT 1
            ) s
            WHERE h.retired_at IS NULL AND ($1::text IS NULL OR h.host = $1)
        ), told AS (
            SELECT o.host, o.finding, COALESCE(f.kind, 'unknown') AS kind, COALESCE(f.severity, 3::smallint) AS severity, COALESCE(f.path, ''::bytea) AS path,
                f.algorithm, f.digest, COALESCE(f.message, 'the host says that it is open, and not what it is') AS message,
                COALESCE(f.change_time, l.scan_time) AS change_time, COALESCE(f.document, '{}') AS document
            FROM latest l
            JOIN integritywatch.open_finding o ON o.host = l.host AND o.open_set = l.open_set
            LEFT JOIN LATERAL (
                SELECT * FROM integritywatch.finding f WHERE f.host = o.host AND f.finding = o.finding ORDER BY f.reported_at DESC LIMIT 1
            ) f ON true
        )
        SELECT told.*, count(*) OVER () FROM told
        WHERE severity >= $2
        ORDER BY severity DESC, change_time DESC, host, finding
        LIMIT $3
        """;

    private const string Worst = """
        SELECT max(CASE WHEN s.critical > 0 THEN 4 WHEN s.high > 0 THEN 3 WHEN s.medium > 0 THEN 2 WHEN s.low > 0 THEN 1 ELSE 0 END)
        FROM integritywatch.host h
        CROSS JOIN LATERAL (SELECT * FROM integritywatch.scan s WHERE s.host = h.host ORDER BY s.reported_at DESC LIMIT 1) s
        WHERE h.retired_at IS NULL AND ($1::text IS NULL OR h.host = $1)
        """;

    /// <summary>What a filter asks of each finding is asked of so many: more are told as left out.</summary>
    private const int MostFiltered = 200_000;

    /// <exception cref="CannotCheckException">No host reported of those that are asked for: nothing is known, and that is not clean.</exception>
    public static async Task<FleetFindings> AskAsync(StoreConnection store, HistoryQuestion question, string? host, int most, CancellationToken interrupted)
    {
        var (least, asked) = (question.Least, question.IsOfAll ? most : MostFiltered);
        var found = await store.QueryAsync(Findings,
            [Parameter.Of(host), new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Smallint, Value = (short)least }, Parameter.Of(asked)], Row, interrupted).ConfigureAwait(false);
        var worst = await store.ScalarAsync(Worst, [Parameter.Of(host)], interrupted).ConfigureAwait(false);
        if (worst is null)
            throw new CannotCheckException(host is null ? "no host has reported yet" : $"no such host in the fleet, or it never reported: {SafeText.Of(host)}",
                "see integritywatch fleet hosts");
        var fitting = found.Where(row => row.Finding.IsAskedFor(question)).Select(row => row.Finding).ToList();
        var unasked = found.Count == 0 ? 0 : found[0].All - found.Count;
        return new FleetFindings(
            [.. fitting.Take(most)],
            fitting.Count - Math.Min(fitting.Count, most) + unasked,
            (Severity)Math.Max(Convert.ToInt64(worst), found.Count == 0 ? 0 : (long)found[0].Finding.Severity));
    }

    private static (FleetFinding Finding, long All) Row(NpgsqlDataReader row) => (new FleetFinding
    {
        Host = row.GetString(0),
        Id = row.GetString(1),
        Kind = row.GetString(2),
        Severity = (Severity)row.GetInt16(3),
        Path = row.Path(4),
        Digest = row.Digest(5),
        Message = row.GetString(7),
        At = row.Time(8)!.Value,
        Document = row.GetString(9),
    }, row.GetInt64(10));
}
