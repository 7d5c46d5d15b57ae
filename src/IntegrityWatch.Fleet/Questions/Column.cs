using Npgsql;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>Values of a row that the store gave.</summary>
internal static class Column
{
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Time(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetDateTime(column), TimeSpan.Zero);

    public static int? Number(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static bool? Flag(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetBoolean(column);

    public static HostPath Path(this NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));

    /// <summary>The algorithm stands before the value; null where either is.</summary>
    public static Digest? Digest(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) || row.IsDBNull(column + 1) ? null : new Digest(row.GetString(column), row.GetFieldValue<byte[]>(column + 1));
}
