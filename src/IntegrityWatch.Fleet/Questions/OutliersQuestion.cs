using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;
using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>What is on few hosts only. Only what an enrolled host reported counts.</summary>
internal static class OutliersQuestion
{
    // One pass over all observations gives the contents of each path, of which there are few; the rare ones are then looked up by themselves.
    // A package accounts for a file by the host's own word alone, which counts for nothing where another host says of the same version that it
    // installs something else.
    // PostgreSQL takes the rare for one row or for millions, and joins them either way at great cost: the limit, which takes nothing away, holds it to
    // looking each up.
    private const string Outliers = """
        WITH content AS (
            SELECT o.path_key, o.path, o.algorithm, o.digest, count(*) AS hosts
            FROM integritywatch.observation o JOIN integritywatch.host h ON h.host = o.host
            GROUP BY o.path_key, o.path, o.algorithm, o.digest
        ), beside AS (
            SELECT content.*,
                first_value(digest) OVER by_path AS common,
                first_value(hosts) OVER by_path AS common_hosts
            FROM content
            WINDOW by_path AS (PARTITION BY path_key, path, algorithm ORDER BY hosts DESC, digest)
        )
        SELECT o.host, o.path, o.algorithm, o.digest, b.hosts, o.first_seen_time, o.package, o.accounted, b.common, b.common_hosts,
            (
                SELECT count(DISTINCT p.host) FROM integritywatch.observation p JOIN integritywatch.host e ON e.host = p.host
                WHERE p.path_key = b.path_key AND p.path = b.path
            ),
            count(*) OVER ()
        FROM beside b
        CROSS JOIN LATERAL (
            SELECT o.*, o.matches_package IS TRUE AND NOT EXISTS (
                SELECT 1 FROM integritywatch.observation p JOIN integritywatch.host e ON e.host = p.host
                WHERE p.path_key = o.path_key AND p.path = o.path AND p.algorithm = o.algorithm AND p.digest <> o.digest
                    AND p.package = o.package AND p.matches_package
            ) AS accounted
            FROM integritywatch.observation o
            WHERE o.path_key = b.path_key AND o.path = b.path AND o.algorithm = b.algorithm AND o.digest = b.digest
                AND (o.host IN (SELECT host FROM integritywatch.host)) IS TRUE
            LIMIT $1
        ) o
        WHERE b.hosts <= $1 AND ($2::timestamptz IS NULL OR o.reported_at >= $2)
        ORDER BY o.accounted, b.common_hosts - b.hosts DESC, b.hosts, o.reported_at DESC, o.host, o.path, o.algorithm, o.digest
        LIMIT $3
        """;

    /// <exception cref="CannotCheckException">There are too few hosts to compare.</exception>
    public static async Task<FleetOutliers> AskAsync(
        StoreConnection store, int mostHosts, DateTimeOffset? since, int most, CancellationToken interrupted)
    {
        var reporting = await ReportingHosts.CountAsync(store, interrupted).ConfigureAwait(false);
        if (reporting <= mostHosts)
            throw new CannotCheckException($"too few hosts reported to compare them: {reporting}",
                "an outlier is what hardly any host has, and that takes more hosts: see integritywatch fleet hosts");
        var found = await store.QueryAsync(Outliers, [Parameter.Of(mostHosts), Parameter.Of(since), Parameter.Of(most)], Row, interrupted).ConfigureAwait(false);
        return new FleetOutliers(reporting, mostHosts, [.. found.Select(row => row.Outlier)], found.Count == 0 ? 0 : found[0].All - found.Count);
    }

    private static (FleetOutlier Outlier, long All) Row(NpgsqlDataReader row)
    {
        var digest = row.Digest(2)!;
        var common = new Digest(digest.Algorithm, row.GetFieldValue<byte[]>(8));
        var isItself = common.Equals(digest);
        return (new FleetOutlier
        {
            Host = row.GetString(0),
            Path = row.Path(1),
            Digest = digest,
            Hosts = row.GetInt64(4),
            FirstSeen = row.Time(5)!.Value,
            Package = row.Text(6),
            MatchesPackage = row.Flag(7) == true,
            Common = isItself ? null : common,
            HostsWithCommon = isItself ? 0 : row.GetInt64(9),
            HostsWithPath = row.GetInt64(10),
        }, row.GetInt64(11));
    }
}
