using System.Security.Cryptography;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;
using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>Generations that are approved for groups of hosts.</summary>
internal static class GroupGenerations
{
    private const string Latest = """
        SELECT number, CASE WHEN length(document) <= $2 THEN document END, signature
        FROM integritywatch.group_generation WHERE group_name = $1 ORDER BY number DESC LIMIT 1
        """;

    // Of two at once the key refuses one.
    private const string Add = """
        INSERT INTO integritywatch.group_generation (group_name, number, document, signature, reason, sha256)
        SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4, $5 FROM integritywatch.group_generation WHERE group_name = $1
        RETURNING number
        """;

    public static async Task<StoredGeneration?> LatestAsync(StoreConnection store, string group, CancellationToken interrupted) =>
        (await store.QueryAsync(Latest, [Parameter.Of(group), Parameter.Of(StoredGeneration.MostBytes)], Read, interrupted).ConfigureAwait(false)).FirstOrDefault();

    public static async Task<int> AddAsync(
        StoreConnection store, string group, byte[] document, byte[] signature, string? reason, CancellationToken interrupted) =>
        (int)await store.NumberAsync(Add,
            [Parameter.Of(group), Parameter.Of(document), Parameter.Of(signature), Parameter.Of(StoreText.Of(reason, Columns.Reason)), Parameter.Of(SHA256.HashData(document))], interrupted).ConfigureAwait(false);

    private static StoredGeneration Read(NpgsqlDataReader row) => row.IsDBNull(1)
        ? throw new InvalidDataException("what is approved there is larger than any baseline")
        : new StoredGeneration(row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2));
}
