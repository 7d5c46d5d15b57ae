using System.Security.Cryptography;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;
using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>On how many hosts a path or a digest was seen, by them and by their containers. Only what an enrolled host reported counts.</summary>
internal static class PrevalenceQuestion
{
    private const string Seen = """
        SELECT o.path, o.algorithm, o.digest, count(DISTINCT o.host), min(o.first_seen_time),
            (array_agg(o.host ORDER BY o.first_seen_time, o.host))[1], max(o.first_seen_time),
            (array_agg(o.host ORDER BY o.first_seen_time DESC, o.host))[1], array_agg(DISTINCT o.host), o.realm
        FROM (
            SELECT host, path_key, path, algorithm, digest, first_seen_time, NULL::text AS realm FROM integritywatch.observation
            UNION ALL
            SELECT host, path_key, path, algorithm, digest, first_seen_time, realm FROM integritywatch.elsewhere
        ) o JOIN integritywatch.host h ON h.host = o.host
        """;

    private const string InOrder = """

        GROUP BY o.path_key, o.path, o.algorithm, o.digest, o.realm
        ORDER BY o.realm IS NOT NULL, count(DISTINCT o.host) DESC, o.path, o.algorithm, o.digest, o.realm
        """;

    private const string OfPath = Seen + "\nWHERE o.path_key = $1 AND o.path = $2" + InOrder;

    private const string OfDigests = Seen + "\nJOIN unnest($1, $2) AS wanted (algorithm, digest) ON o.algorithm = wanted.algorithm AND o.digest = wanted.digest" + InOrder;

    public static async Task<FleetPrevalence> OfPathAsync(StoreConnection store, IReadOnlyList<HostPath> spellings, CancellationToken interrupted)
    {
        foreach (var path in spellings)
        {
            var bytes = path.Bytes.ToArray();
            var found = await store.QueryAsync(OfPath, [Parameter.Of(SHA256.HashData(bytes)), Parameter.Of(bytes)], Row, interrupted).ConfigureAwait(false);
            if (found.Count > 0)
                return await AnswerAsync(store, found, interrupted).ConfigureAwait(false);
        }
        return await AnswerAsync(store, [], interrupted).ConfigureAwait(false);
    }

    public static async Task<FleetPrevalence> OfDigestsAsync(StoreConnection store, IReadOnlyList<Digest> digests, CancellationToken interrupted)
    {
        NpgsqlParameter[] wanted = [Parameter.Of([.. digests.Select(digest => digest.Algorithm)]), Parameter.Of([.. digests.Select(digest => digest.Value)])];
        return await AnswerAsync(store, await store.QueryAsync(OfDigests, wanted, Row, interrupted).ConfigureAwait(false), interrupted).ConfigureAwait(false);
    }

    private static async Task<FleetPrevalence> AnswerAsync(StoreConnection store, List<(PrevalentDigest Digest, string[] Hosts)> found, CancellationToken interrupted) => new(
        found.SelectMany(row => row.Hosts).Distinct(StringComparer.Ordinal).Count(),
        await ReportingHosts.CountAsync(store, interrupted).ConfigureAwait(false),
        [.. found.Select(row => row.Digest)]);

    private static (PrevalentDigest, string[]) Row(NpgsqlDataReader row) => (new PrevalentDigest
    {
        Path = row.Path(0),
        Digest = row.Digest(1)!,
        Hosts = row.GetInt64(3),
        FirstSeen = row.Time(4)!.Value,
        FirstHost = row.GetString(5),
        LatestSeen = row.Time(6)!.Value,
        LatestHost = row.GetString(7),
        Realm = row.Text(9),
    }, row.GetFieldValue<string[]>(8));
}
