using Npgsql;
using NpgsqlTypes;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>Values of a statement, with the types that the store knows them by.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Of(int value) => Of(NpgsqlDbType.Integer, value);

    public static NpgsqlParameter Of(byte[] value) => Of(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter Of(DateTimeOffset? value) => Of(NpgsqlDbType.TimestampTz, value?.UtcDateTime);

    public static NpgsqlParameter Of(byte[][] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bytea, values);

    public static NpgsqlParameter Of(string[] values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Text, values);

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
