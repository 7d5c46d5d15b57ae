using System.Security.Cryptography;
using IntegrityWatch.Fleet.Questions;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Fleet;

/// <summary>What whoever owns the store does: makes its tables and roles, and lets hosts in. Every method throws <see cref="CannotCheckException"/>.</summary>
public sealed class StoreAdministration : IDisposable
{
    /// <summary>Of a role's name, in bytes (PostgreSQL manual, "Identifiers and Key Words").</summary>
    private const int MostOfName = 63;

    private const int PasswordBytes = 24;

    private const string HasRole = "SELECT count(*) FROM pg_roles WHERE rolname = $1";

    private static readonly string[] Groups = ["integritywatch_host", "integritywatch_reader", "integritywatch_admin"];

    private readonly StoreAddress address;
    private readonly StoreConnection connection;
    private readonly CancellationToken interrupted;

    private StoreAdministration(StoreAddress address, StoreConnection connection, CancellationToken interrupted) =>
        (this.address, this.connection, this.interrupted) = (address, connection, interrupted);

    /// <exception cref="CannotCheckException">The store cannot be reached, or does not let the role in.</exception>
    public static StoreAdministration Open(StoreAddress address, CancellationToken interrupted) => FleetStore.Guard(address, async () =>
        new StoreAdministration(address, await StoreConnection.OpenAsync(address, interrupted).ConfigureAwait(false), interrupted), interrupted);

    /// <summary>Everything that <see cref="Prepare"/> runs in an empty database, for whoever runs it by hand.</summary>
    public static string Script => string.Join('\n',
        [
            .. Groups.Select(role => $"{CreateGroup(role)};"),
            .. Beginning.Select(statement => $"{statement};"),
            .. Migration.All.Select(migration => $"{migration.Sql}\n{Note(migration)};\n"),
        ]);

    /// <summary>Makes what is missing of roles and tables, one migration in a transaction. Tells the migrations that it ran.</summary>
    public IReadOnlyList<Migration> Prepare() => Guard(async () =>
    {
        foreach (var role in Groups)
            if (!await HasRoleAsync(role).ConfigureAwait(false))
                await RunAsync(CreateGroup(role)).ConfigureAwait(false);
        foreach (var statement in Beginning)
            await RunAsync(statement).ConfigureAwait(false);
        var latest = await connection.NumberAsync("SELECT max(number) FROM integritywatch.migration", [], interrupted).ConfigureAwait(false);
        if (latest > Migration.Latest)
            throw new CannotCheckException($"store is of a newer program: its tables have version {latest}, and this program knows {Migration.Latest}", "use the newer program");
        var missing = Migration.All.Where(migration => migration.Number > latest).ToList();
        foreach (var migration in missing)
            await connection.TransactAsync(async () =>
            {
                foreach (var statement in migration.Statements)
                    await RunAsync(statement).ConfigureAwait(false);
                // Of two at once the key refuses one, and all that it did.
                await RunAsync(Note(migration)).ConfigureAwait(false);
            }, interrupted).ConfigureAwait(false);
        return (IReadOnlyList<Migration>)missing;
    });

    /// <summary>Lets a host in: makes its role, or gives the role that it has a new password. Tells the line for its password file.</summary>
    /// <param name="host">What the host is called in the fleet.</param>
    public string Enrol(string host) => Guard(async () =>
    {
        RequireName(host);
        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)).Replace('+', '-').Replace('/', '_');
        var role = Quoted(host);
        await connection.TransactAsync(async () =>
        {
            if (!await HasRoleAsync(host).ConfigureAwait(false))
                await RunAsync($"CREATE ROLE {role} LOGIN PASSWORD '{password}'").ConfigureAwait(false);
            else if (await IsEnrolledAsync(host).ConfigureAwait(false))
                await RunAsync($"ALTER ROLE {role} LOGIN PASSWORD '{password}'").ConfigureAwait(false);
            else
                throw new CannotCheckException($"role of this name is no host's: {host}", "call the host otherwise, or drop the role");
            await RunAsync($"GRANT integritywatch_host TO {role}").ConfigureAwait(false);
            await connection.ExecuteAsync("INSERT INTO integritywatch.host (host) VALUES ($1) ON CONFLICT DO NOTHING", [Parameter.Of(host)], interrupted)
                .ConfigureAwait(false);
            await connection.ExecuteAsync("UPDATE integritywatch.host SET retired_at = NULL WHERE host = $1", [Parameter.Of(host)], interrupted)
                .ConfigureAwait(false);
        }, interrupted).ConfigureAwait(false);
        return PasswordLine(host, password);
    });

    /// <summary>Lets a host in no more, and expects nothing of it any more. What it reported stays.</summary>
    public void Retire(string host) => Guard(async () =>
    {
        if (!await IsEnrolledAsync(host).ConfigureAwait(false))
            throw new CannotCheckException($"no such host in the fleet: {host}", "integritywatch fleet hosts names them");
        await connection.TransactAsync(async () =>
        {
            // A connection that is open stays so: what it may do is taken from it.
            await RunAsync($"REVOKE integritywatch_host FROM {Quoted(host)}").ConfigureAwait(false);
            await RunAsync($"ALTER ROLE {Quoted(host)} NOLOGIN").ConfigureAwait(false);
            await connection.ExecuteAsync("UPDATE integritywatch.host SET retired_at = now() WHERE host = $1", [Parameter.Of(host)], interrupted)
                .ConfigureAwait(false);
        }, interrupted).ConfigureAwait(false);
        return true;
    });

    public void Dispose() => connection.Dispose();

    private static IReadOnlyList<string> Beginning =>
    [
        "CREATE SCHEMA IF NOT EXISTS integritywatch",
        """
        CREATE TABLE IF NOT EXISTS integritywatch.migration (
            number integer NOT NULL PRIMARY KEY,
            name text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """,
    ];

    private static string CreateGroup(string role) => $"CREATE ROLE {role} NOLOGIN";

    private static string Note(Migration migration) =>
        $"INSERT INTO integritywatch.migration (number, name) VALUES ({migration.Number}, '{migration.Name}')";

    /// <summary>As PostgreSQL's password file has it (manual, "The Password File"), a line for each server.</summary>
    private string PasswordLine(string host, string password) => string.Join('\n', address.Servers.Select(server =>
        $"{Seen(server)}:{Escaped(address.Connection.Database!)}:{Escaped(host)}:{password}").Distinct());

    /// <summary>What hosts call a server that is asked on the spot is not known here: any will do for them.</summary>
    private static string Seen(StoreServer server) =>
        server.IsOfThisHost ? "*:*" : $"{Escaped(server.Host)}:{server.Port}";

    private static string Escaped(string part) => part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static void RequireName(string host)
    {
        if (host.Length is 0 or > MostOfName || !host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
            || host.StartsWith("pg_", StringComparison.Ordinal) || Groups.Contains(host))
            throw new CannotCheckException($"name cannot be a host's in the fleet: {host}", "a name has up to 63 ASCII letters, digits, dots, hyphens and underscores");
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<bool> HasRoleAsync(string role) =>
        await connection.NumberAsync(HasRole, [Parameter.Of(role)], interrupted).ConfigureAwait(false) > 0;

    private async Task<bool> IsEnrolledAsync(string host) =>
        await connection.NumberAsync("SELECT count(*) FROM integritywatch.host WHERE host = $1", [Parameter.Of(host)], interrupted).ConfigureAwait(false) > 0;

    private Task<int> RunAsync(string statement) => connection.ExecuteAsync(statement, [], interrupted);

    private T Guard<T>(Func<Task<T>> work) => FleetStore.Guard(address, work, interrupted);
}
