using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;
using Npgsql;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>A store in an empty database of a real server.</summary>
internal sealed class SomeStore
{
    public static readonly string[] Reports = ["scan", "open_finding", "finding", "observation", "elsewhere", "generation"];

    private StoreAddress? reader;

    public SomeStore(PostgresServer server, bool isPrepared = true)
    {
        Database = server.NewDatabase();
        Owner = Address(Database.OwnerAddress);
        if (isPrepared)
            Administer(store => store.Prepare());
    }

    public PostgresDatabase Database { get; }

    public StoreAddress Owner { get; }

    public StoreAddress Reader => reader ??= Address(Database.NewMember(Named("reader"), "integritywatch_reader"));

    /// <summary>A name that no other test has: roles are of the whole server.</summary>
    public string Named(string name) => $"{name}.{Database.Name}";

    /// <summary>Lets a host in, as an administrator does, and tells how it reaches the store.</summary>
    public StoreAddress Enrol(string host) => Address(Database.Address(Named(host), PasswordFileOf(Named(host))));

    public string PasswordFileOf(string role) => Database.PasswordFile(Administer(store => store.Enrol(role)));

    public StoreAddress NewAdministrator(string name)
    {
        var address = Address(Database.NewMember(Named(name), "integritywatch_admin"));
        Database.Sql($"ALTER ROLE \"{Named(name)}\" CREATEROLE");
        return address;
    }

    public T Administer<T>(Func<StoreAdministration, T> work) => Administer(Owner, work);

    public static T Administer<T>(StoreAddress address, Func<StoreAdministration, T> work)
    {
        using var administration = StoreAdministration.Open(address, CancellationToken.None);
        return work(administration);
    }

    public void Retire(string host) => Administer(store =>
    {
        store.Retire(Named(host));
        return true;
    });

    /// <summary>Asks as a reader.</summary>
    public T Ask<T>(Func<FleetStore, T> question)
    {
        using var store = FleetStore.Open(Reader, CancellationToken.None);
        return question(store);
    }

    /// <summary>Adds rows as a host does.</summary>
    public static async Task ReportAsync(StoreAddress host, params StoreRow[] rows)
    {
        using var connection = await StoreConnection.OpenAsync(host, CancellationToken.None);
        await RowInsertion.AddAsync(connection, rows, CancellationToken.None);
    }

    /// <summary>The SQLSTATE with which the store refuses the last of some statements; null where it does them all.</summary>
    public static async Task<string?> RefusalAsync(StoreAddress who, params string[] statements)
    {
        using var connection = await StoreConnection.OpenAsync(who, CancellationToken.None);
        foreach (var statement in statements[..^1])
            await connection.ExecuteAsync(statement, [], CancellationToken.None);
        try
        {
            await connection.ExecuteAsync(statements[^1], [], CancellationToken.None);
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }

    public long Count(string table) => long.Parse(Database.Sql($"SELECT count(*) FROM integritywatch.{table}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every row of every report, times of arrival among it.</summary>
    public string Contents() => string.Concat(Reports.Select(table => Database.Sql($"SELECT report::text FROM integritywatch.{table} report ORDER BY 1")));

    public static StoreAddress Address(string text) => StoreAddress.Parse(text, "the test");
}
