using System.Security.Cryptography;
using Npgsql;

namespace IntegrityWatch.Fleet.Store;

/// <summary>One conversation with the store. What goes wrong in it is what Npgsql throws; see <see cref="StoreProblem"/>.</summary>
internal sealed class StoreConnection : IDisposable
{
    private const string Identity = "SELECT session_user::text";
    private const string Schema = "SELECT max(number) FROM integritywatch.migration";

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private bool hasSchema;

    private StoreConnection(NpgsqlDataSource source, NpgsqlConnection connection) => (this.source, this.connection) = (source, connection);

    /// <summary>The role that it asks as: a host's name, for a host.</summary>
    public string Role { get; private set; } = "";

    /// <summary>Whom it talks to, for people.</summary>
    public string Server => $"PostgreSQL {connection.PostgreSqlVersion.ToString(2)}";

    /// <exception cref="CannotCheckException">A file that the address names cannot be used.</exception>
    public static async Task<StoreConnection> OpenAsync(StoreAddress address, CancellationToken deadline)
    {
        StoreFiles.Check(address);
        var source = Source(address);
        try
        {
            var store = new StoreConnection(source, await source.OpenConnectionAsync(deadline).ConfigureAwait(false));
            store.Role = (string)(await store.ScalarAsync(Identity, [], deadline).ConfigureAwait(false))!;
            return store;
        }
        // What it reads of certificates and keys, the framework refuses in many ways.
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or CryptographicException or NotSupportedException)
        {
            source.Dispose();
            throw new InvalidDataException(fault.Message, fault);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The store is of an older program.</exception>
    public async Task RequireSchemaAsync(CancellationToken deadline)
    {
        if (hasSchema)
            return;
        var number = await NumberAsync(Schema, [], deadline).ConfigureAwait(false);
        if (number < Migration.Latest)
            throw new InvalidDataException($"the store has version {number} of its tables, and this program needs {Migration.Latest}: integritywatch fleet prepare brings it up");
        hasSchema = true;
    }

    /// <summary>0 for none. Engines differ in how long a number they give.</summary>
    public async Task<long> NumberAsync(string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken deadline) =>
        Convert.ToInt64(await ScalarAsync(sql, parameters, deadline).ConfigureAwait(false));

    public async Task<object?> ScalarAsync(string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken deadline)
    {
        using var command = Command(sql, parameters);
        var value = await command.ExecuteScalarAsync(deadline).ConfigureAwait(false);
        return value is DBNull ? null : value;
    }

    /// <summary>How many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken deadline)
    {
        using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(deadline).ConfigureAwait(false);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken deadline)
    {
        var rows = new List<T>();
        using var command = Command(sql, parameters);
        using var reader = await command.ExecuteReaderAsync(deadline).ConfigureAwait(false);
        while (await reader.ReadAsync(deadline).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>All of the work, or nothing.</summary>
    public async Task TransactAsync(Func<Task> work, CancellationToken deadline)
    {
        using var transaction = await connection.BeginTransactionAsync(deadline).ConfigureAwait(false);
        await work().ConfigureAwait(false);
        await transaction.CommitAsync(deadline).ConfigureAwait(false);
    }

    public void Dispose()
    {
        connection.Dispose();
        source.Dispose();
    }

    private NpgsqlCommand Command(string sql, IReadOnlyList<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlDataSource Source(StoreAddress address)
    {
        // What it does not need is not built into the program.
        var builder = new NpgsqlSlimDataSourceBuilder(address.Connection.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableArrays();
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or CryptographicException or NotSupportedException)
        {
            throw new CannotCheckException($"address of the store is of no use: {fault.Message}", null, fault);
        }
    }
}
