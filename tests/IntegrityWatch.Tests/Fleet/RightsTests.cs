using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>What each role of the store may do, tried with its own credentials. A host taken over has them too.</summary>
[Collection(StoreCollection.Name)]
public sealed class RightsTests(PostgresServer server)
{
    private const string MayNot = "42501";

    private static readonly Dictionary<string, string> Inserts = new()
    {
        ["scan"] = "INSERT INTO integritywatch.scan (host, scan_time, status, critical, high, medium, low, info, open_set) VALUES ('HOST', now(), 0, 0, 0, 0, 0, 0, sha256(''))",
        ["open_finding"] = "INSERT INTO integritywatch.open_finding (host, open_set, finding) VALUES ('HOST', sha256(''), 'x')",
        ["finding"] = "INSERT INTO integritywatch.finding (host, finding, change_time, kind, severity, path, message, document) VALUES ('HOST', 'x', now(), 'new-file', 2, '', '', '{}')",
        ["observation"] = "INSERT INTO integritywatch.observation (host, path_key, algorithm, digest, path, first_seen_time) VALUES ('HOST', sha256('/a'), 'sha256', sha256('a'), '/a', now())",
        ["elsewhere"] = "INSERT INTO integritywatch.elsewhere (host, realm, container, container_key, path_key, algorithm, digest, path, first_seen_time) VALUES ('HOST', 'container', 'c', sha256('c'), sha256('/a'), 'sha256', sha256('a'), '/a', now())",
        ["generation"] = "INSERT INTO integritywatch.generation (host, generation, chain, origin, capture_time, paths, content) VALUES ('HOST', 1, 'c', 'capture', now(), 1, 'x')",
    };

    private readonly SomeStore store = new(server);

    public static TheoryData<string> Tables => [.. SomeStore.Reports];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_host_adds_rows_of_its_own_name_and_can_neither_change_remove_nor_read_them(string table)
    {
        var host = store.Enrol("web01");
        Assert.Null(await SomeStore.RefusalAsync(host, InsertAs("web01", table)));
        var before = store.Contents();

        string[] statements =
        [
            $"UPDATE integritywatch.{table} SET host = host", $"DELETE FROM integritywatch.{table}", $"TRUNCATE integritywatch.{table}",
            $"SELECT * FROM integritywatch.{table}", $"SELECT host FROM integritywatch.{table}", $"SELECT count(*) FROM integritywatch.{table}",
            $"COPY integritywatch.{table} TO STDOUT", $"DO 'BEGIN LOCK TABLE integritywatch.{table} IN SHARE MODE; END'",
            $"ALTER TABLE integritywatch.{table} DISABLE ROW LEVEL SECURITY", $"DROP POLICY of_itself ON integritywatch.{table}", $"DROP TABLE integritywatch.{table}",
            $"{InsertAs("web01", table)} ON CONFLICT (host) DO UPDATE SET host = 'x'", $"{InsertAs("web01", table)} RETURNING host",
        ];
        foreach (var statement in statements)
            Assert.True(await SomeStore.RefusalAsync(host, statement) is MayNot or "42P10", statement);
        Assert.Equal(before, store.Contents());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_host_cannot_speak_for_another_whatever_role_it_takes(string table)
    {
        var host = store.Enrol("web01");
        var other = store.Named("web02");
        store.Enrol("web02");
        store.NewAdministrator("alice");

        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, InsertAs("web02", table)));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, "SET ROLE integritywatch_host", InsertAs("web02", table)));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, "SET row_security = off", InsertAs("web02", table)));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, $"SET search_path = pg_temp, integritywatch, pg_catalog",
            $"CREATE FUNCTION pg_temp.session_user2() RETURNS text LANGUAGE sql AS 'SELECT ''{other}''::text'", InsertAs("web02", table)));
        foreach (var role in new[] { other, "integritywatch_admin", "integritywatch_reader", store.Named("alice"), PostgresServer.Owner })
        {
            Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, $"SET ROLE \"{role}\""));
            Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, $"SET SESSION AUTHORIZATION \"{role}\""));
        }
        Assert.Equal(0, store.Count(table));
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("finding")]
    [InlineData("observation")]
    [InlineData("elsewhere")]
    [InlineData("generation")]
    public async Task When_a_report_came_is_the_stores_word(string table)
    {
        var host = store.Enrol("web01");

        foreach (var time in new[] { "'2020-01-01'", "'infinity'", "now() - interval '1 hour'", "now() + interval '1 hour'", "NULL" })
        {
            var told = InsertAs("web01", table).Replace("(host, ", "(reported_at, host, ", StringComparison.Ordinal).Replace("VALUES (", $"VALUES ({time}, ", StringComparison.Ordinal);
            Assert.True(await SomeStore.RefusalAsync(host, told) is MayNot or "23502", told);
        }
        Assert.Equal(0, store.Count(table));
    }

    [Fact]
    public async Task A_host_makes_nothing_and_lets_nobody_in()
    {
        var host = store.Enrol("web01");
        string[] statements =
        [
            "CREATE TABLE integritywatch.x (a integer)", "CREATE VIEW integritywatch.x AS SELECT 1", "CREATE TABLE public.x (a integer)",
            "CREATE FUNCTION integritywatch.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'", "CREATE SCHEMA x", "CREATE EXTENSION IF NOT EXISTS dblink",
            "CREATE TRIGGER x BEFORE INSERT ON integritywatch.scan EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "INSERT INTO integritywatch.host (host) VALUES ('x')", "UPDATE integritywatch.host SET retired_at = now()", "SELECT * FROM integritywatch.host",
            "DELETE FROM integritywatch.host", "INSERT INTO integritywatch.migration (number, name) VALUES (99, 'x')", "DELETE FROM integritywatch.migration",
            "CREATE ROLE x", $"GRANT integritywatch_admin TO \"{store.Named("web01")}\"", $"ALTER ROLE \"{store.Named("web01")}\" BYPASSRLS",
            $"ALTER ROLE \"{PostgresServer.Owner}\" PASSWORD 'x'", "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('postgresql.conf')",
        ];

        foreach (var statement in statements)
            Assert.True(await SomeStore.RefusalAsync(host, statement) == MayNot, statement);
    }

    [Fact]
    public async Task A_host_approves_nothing_for_a_group_and_fetches_what_is_approved()
    {
        var host = store.Enrol("web01");
        using (var admin = FleetStore.Open(store.NewAdministrator("alice"), CancellationToken.None))
            Assert.Equal(1, admin.Approve("web", [1], [2], "patch day"));

        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host,
            "INSERT INTO integritywatch.group_generation (group_name, number, document, signature) VALUES ('web', 2, '', '')"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, "UPDATE integritywatch.group_generation SET document = ''"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(host, "DELETE FROM integritywatch.group_generation"));
        using var fetching = FleetStore.Open(host, CancellationToken.None);
        Assert.Equal([1], fetching.LatestOf("web")!.Document);
        Assert.Throws<CannotCheckException>(() => fetching.Approve("web", [3], [4], null));
        Assert.Throws<CannotCheckException>(() => fetching.Hosts(TimeSpan.FromDays(1)));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_reader_reads_every_report_and_writes_none(string table)
    {
        await SomeStore.RefusalAsync(store.Enrol("web01"), InsertAs("web01", table));

        await NotWritten(store.Reader, "reader", table);

        Assert.Null(await SomeStore.RefusalAsync(store.Reader, $"SELECT 1 / count(*) FROM integritywatch.{table}"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(store.Reader, $"DELETE FROM integritywatch.{table}"));
        Assert.Equal(1, store.Count(table));
    }

    [Fact]
    public async Task A_reader_lets_nobody_in_and_approves_nothing()
    {
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(store.Reader, "INSERT INTO integritywatch.host (host) VALUES ('x')"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(store.Reader, "UPDATE integritywatch.host SET retired_at = now()"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(store.Reader, "DELETE FROM integritywatch.group_generation"));
        Assert.Throws<CannotCheckException>(() => SomeStore.Administer(store.Reader, administration => administration.Enrol(store.Named("web01"))));
        Assert.Throws<CannotCheckException>(() => store.Ask(reader => reader.Approve("web", [1], [2], null)));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task An_administrator_removes_old_reports_and_changes_none(string table)
    {
        await SomeStore.RefusalAsync(store.Enrol("web01"), InsertAs("web01", table));
        var admin = store.NewAdministrator("alice");

        await NotWritten(admin, "alice", table);

        Assert.Equal(1, store.Count(table));
        Assert.Null(await SomeStore.RefusalAsync(admin, $"DELETE FROM integritywatch.{table}"));
        Assert.Equal(0, store.Count(table));
    }

    [Fact]
    public async Task An_administrator_lets_hosts_in_and_out()
    {
        var admin = store.NewAdministrator("alice");
        var line = SomeStore.Administer(admin, administration => administration.Enrol(store.Named("web01")));
        var host = SomeStore.Address(store.Database.Address(store.Named("web01"), store.Database.PasswordFile(line)));
        Assert.Null(await SomeStore.RefusalAsync(host, InsertAs("web01", "scan")));

        SomeStore.Administer(admin, administration =>
        {
            administration.Retire(store.Named("web01"));
            return true;
        });

        Assert.Contains("does not let this role in", Assert.Throws<CannotCheckException>(() => FleetStore.Open(host, CancellationToken.None)).Message, StringComparison.Ordinal);
        var again = SomeStore.Administer(admin, administration => administration.Enrol(store.Named("web01")));
        Assert.NotEqual(line, again);
        Assert.Throws<CannotCheckException>(() => FleetStore.Open(host, CancellationToken.None));
        host = SomeStore.Address(store.Database.Address(store.Named("web01"), store.Database.PasswordFile(again)));
        Assert.Null(await SomeStore.RefusalAsync(host, InsertAs("web01", "scan")));
    }

    [Fact]
    public async Task A_host_that_is_retired_while_it_is_connected_reports_no_more()
    {
        var host = store.Enrol("web01");
        using var connection = await StoreConnection.OpenAsync(host, CancellationToken.None);
        await RowInsertion.AddAsync(connection, [SomeRow.Scan()], CancellationToken.None);

        store.Retire("web01");

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => RowInsertion.AddAsync(connection, [SomeRow.Scan(minute: 1)], CancellationToken.None));
        Assert.Equal(MayNot, refusal.SqlState);
        Assert.Equal(1, store.Count("scan"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"; DROP TABLE x; --")]
    [InlineData("pg_monitor")]
    [InlineData("integritywatch_admin")]
    [InlineData("wäb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_name_that_is_no_hosts_is_refused(string name) =>
        Assert.Contains("name cannot be a host's", Assert.Throws<CannotCheckException>(() => store.Administer(administration => administration.Enrol(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_role_that_is_there_for_something_else_becomes_no_host()
    {
        store.NewAdministrator("alice");

        Assert.Contains("is no host's", Assert.Throws<CannotCheckException>(() => store.Enrol("alice")).Message, StringComparison.Ordinal);
        Assert.Throws<CannotCheckException>(() => store.Retire("alice"));
    }

    private async Task NotWritten(StoreAddress who, string name, string table)
    {
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(who, InsertAs(name, table)));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(who, $"UPDATE integritywatch.{table} SET host = host"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(who, $"TRUNCATE integritywatch.{table}"));
        Assert.Equal(MayNot, await SomeStore.RefusalAsync(who, $"ALTER TABLE integritywatch.{table} DISABLE ROW LEVEL SECURITY"));
    }

    private string InsertAs(string name, string table) => Inserts[table].Replace("HOST", store.Named(name), StringComparison.Ordinal);
}
