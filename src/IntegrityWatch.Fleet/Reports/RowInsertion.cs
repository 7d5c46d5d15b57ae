using System.Security.Cryptography;
using System.Text;
using IntegrityWatch.Fleet.Store;
using Npgsql;
using NpgsqlTypes;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>
/// Adds rows to the tables of the store, as the host whose role asks: a statement a table, its columns as arrays. PostgreSQL takes no COPY into a table
/// with row-level security (manual, "COPY"), and COPY knows no row that is there already.
/// </summary>
internal static class RowInsertion
{
    /// <summary>All of them, in one transaction. What is there already stays as it is.</summary>
    public static async Task AddAsync(StoreConnection store, IReadOnlyList<StoreRow> rows, CancellationToken deadline)
    {
        if (!rows.Any(row => row is not TestRow))
            return;
        await store.TransactAsync(async () =>
        {
            await AddAsync(store, [.. rows.OfType<GenerationRow>()], deadline).ConfigureAwait(false);
            await AddAsync(store, [.. rows.OfType<FindingRow>()], deadline).ConfigureAwait(false);
            await AddAsync(store, [.. rows.OfType<ObservationRow>()], deadline).ConfigureAwait(false);
            await AddAsync(store, [.. rows.OfType<ElsewhereRow>()], deadline).ConfigureAwait(false);
            foreach (var scan in rows.OfType<ScanRow>())
                await AddAsync(store, scan, deadline).ConfigureAwait(false);
        }, deadline).ConfigureAwait(false);
    }

    private static Task AddAsync(StoreConnection store, IReadOnlyList<GenerationRow> rows, CancellationToken deadline) => AddAsync(store, rows.Count,
        "generation", "generation, chain, origin, name, reason, made_by, capture_time, paths, content",
        [
            Of(NpgsqlDbType.Integer, rows.Select(row => row.Number)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Chain)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Origin)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Name)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Reason)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.By)),
            Of(NpgsqlDbType.TimestampTz, rows.Select(row => row.CapturedAt.UtcDateTime)),
            Of(NpgsqlDbType.Integer, rows.Select(row => row.Paths)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Content)),
        ], deadline);

    private static Task AddAsync(StoreConnection store, IReadOnlyList<FindingRow> rows, CancellationToken deadline) => AddAsync(store, rows.Count,
        "finding", "finding, change_time, kind, severity, path, algorithm, digest, message, document",
        [
            Of(NpgsqlDbType.Text, rows.Select(row => row.Id)),
            Of(NpgsqlDbType.TimestampTz, rows.Select(row => row.At.UtcDateTime)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Kind)),
            Of(NpgsqlDbType.Smallint, rows.Select(row => row.Severity)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Path)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Algorithm)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Digest)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Message)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Document)),
        ], deadline);

    private static Task AddAsync(StoreConnection store, IReadOnlyList<ObservationRow> rows, CancellationToken deadline) => AddAsync(store, rows.Count,
        "observation", "path_key, algorithm, digest, path, first_seen_time, package, matches_package",
        [
            Of(NpgsqlDbType.Bytea, rows.Select(row => SHA256.HashData(row.Path))),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Algorithm)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Digest)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Path)),
            Of(NpgsqlDbType.TimestampTz, rows.Select(row => row.FirstSeen.UtcDateTime)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Package)),
            Of(NpgsqlDbType.Boolean, rows.Select(row => row.MatchesPackage)),
        ], deadline);

    private static Task AddAsync(StoreConnection store, IReadOnlyList<ElsewhereRow> rows, CancellationToken deadline) => AddAsync(store, rows.Count,
        "elsewhere", "realm, container, container_key, path_key, algorithm, digest, path, first_seen_time",
        [
            Of(NpgsqlDbType.Text, rows.Select(row => row.Realm)),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Container)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => SHA256.HashData(Encoding.UTF8.GetBytes(row.Container)))),
            Of(NpgsqlDbType.Bytea, rows.Select(row => SHA256.HashData(row.Path))),
            Of(NpgsqlDbType.Text, rows.Select(row => row.Algorithm)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Digest)),
            Of(NpgsqlDbType.Bytea, rows.Select(row => row.Path)),
            Of(NpgsqlDbType.TimestampTz, rows.Select(row => row.FirstSeen.UtcDateTime)),
        ], deadline);

    private static async Task AddAsync(StoreConnection store, ScanRow scan, CancellationToken deadline)
    {
        var open = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', scan.Open)));
        await AddAsync(store, scan.Open.Count, "open_finding", "open_set, finding",
        [
            Of(NpgsqlDbType.Bytea, scan.Open.Select(_ => open)),
            Of(NpgsqlDbType.Text, scan.Open),
        ], deadline).ConfigureAwait(false);
        await AddAsync(store, 1, "scan", "scan_time, calls_itself, version, boot, status, reason, max_age, info, low, medium, high, critical, generation, tpm_verified, open_set",
        [
            Of(NpgsqlDbType.TimestampTz, [scan.At.UtcDateTime]),
            Of(NpgsqlDbType.Text, [scan.Host]),
            Of(NpgsqlDbType.Text, [scan.Version]),
            Of(NpgsqlDbType.Text, [scan.Boot]),
            Of(NpgsqlDbType.Smallint, [scan.Status]),
            Of(NpgsqlDbType.Text, [scan.Reason]),
            Of(NpgsqlDbType.Bigint, [scan.MaxAge]),
            .. scan.Counts.Select(count => Of(NpgsqlDbType.Bigint, [count])),
            Of(NpgsqlDbType.Integer, [scan.Generation]),
            Of(NpgsqlDbType.Boolean, [scan.TpmVerified]),
            Of(NpgsqlDbType.Bytea, [open]),
        ], deadline).ConfigureAwait(false);
    }

    private static Task AddAsync(
        StoreConnection store, int count, string table, string columns, IReadOnlyList<NpgsqlParameter> values, CancellationToken deadline)
    {
        if (count == 0)
            return Task.CompletedTask;
        var places = string.Join(", ", values.Select((_, index) => $"${index + 1}"));
        var host = new NpgsqlParameter { Value = store.Role, NpgsqlDbType = NpgsqlDbType.Text };
        return store.ExecuteAsync(
            $"INSERT INTO integritywatch.{table} (host, {columns}) SELECT ${values.Count + 1}, given.* FROM unnest({places}) AS given ON CONFLICT DO NOTHING",
            [.. values, host], deadline);
    }

    private static NpgsqlParameter Of<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
