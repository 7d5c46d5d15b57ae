using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>Roles and tables come from nothing. Roles are of the whole server, so each test has one of its own.</summary>
public sealed class PrepareTests : IDisposable
{
    private readonly PostgresServer server = new();
    private readonly SomeStore store;

    public PrepareTests() => store = new SomeStore(server, isPrepared: false);

    public void Dispose() => server.Dispose();

    [Fact]
    public void Everything_comes_from_nothing_and_nothing_changes_the_second_time()
    {
        var ran = store.Administer(administration => administration.Prepare());

        Assert.Equal(Migration.All, ran);
        var schema = store.Database.Schema();
        Assert.All(SomeStore.Reports, table => Assert.Contains($"CREATE TABLE integritywatch.{table} ", schema, StringComparison.Ordinal));
        Assert.Empty(store.Administer(administration => administration.Prepare()));
        Assert.Equal(schema, store.Database.Schema());
        Assert.Equal(Migration.All.Count, store.Count("migration"));
    }

    [Fact]
    public void By_hand_the_script_makes_the_same_tables()
    {
        store.Database.Sql(StoreAdministration.Script);
        var byHand = store.Database.Schema();
        using var other = new PostgresServer();
        var made = new SomeStore(other);

        Assert.Equal(made.Database.Schema(), byHand);
        Assert.Empty(store.Administer(administration => administration.Prepare()));
    }

    [Fact]
    public async Task Of_two_at_once_one_makes_the_tables_and_they_are_whole()
    {
        using var other = new PostgresServer();
        var expected = new SomeStore(other).Database.Schema();

        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            try
            {
                return store.Administer(administration => administration.Prepare()).Count;
            }
            catch (CannotCheckException)
            {
                return -1;
            }
        })));

        store.Administer(administration => administration.Prepare());
        Assert.Equal(expected, store.Database.Schema());
        Assert.Equal(Migration.All.Count, store.Count("migration"));
        Assert.True(runs.Max() >= 0, "one of them comes through");
    }

    [Fact]
    public void What_is_cut_off_in_the_middle_of_a_migration_is_not_there()
    {
        store.Administer(administration => administration.Prepare());
        var whole = store.Database.Schema();
        store.Database.Sql("DROP SCHEMA integritywatch CASCADE");
        // The last table is in the way, so that the migration ends in it.
        store.Database.Sql("CREATE SCHEMA integritywatch; CREATE TABLE integritywatch.group_generation (x integer)");

        Assert.Throws<CannotCheckException>(() => store.Administer(administration => administration.Prepare()));

        Assert.DoesNotContain("CREATE TABLE integritywatch.scan", store.Database.Schema(), StringComparison.Ordinal);
        store.Database.Sql("DROP TABLE integritywatch.group_generation");
        store.Administer(administration => administration.Prepare());
        Assert.Equal(whole, store.Database.Schema());
    }

    [Fact]
    public void A_store_of_a_newer_program_is_left_alone()
    {
        store.Administer(administration => administration.Prepare());
        store.Database.Sql("INSERT INTO integritywatch.migration (number, name) VALUES (99, '099-later.sql')");
        var before = store.Database.Schema();

        var refusal = Assert.Throws<CannotCheckException>(() => store.Administer(administration => administration.Prepare()));

        Assert.Contains("store is of a newer program: its tables have version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, store.Database.Schema());
    }

    [Fact]
    public void A_store_that_nobody_prepared_says_so()
    {
        var refusal = Assert.Throws<CannotCheckException>(() => FleetStore.Open(store.Owner, CancellationToken.None));

        Assert.Contains("the store is not prepared", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("fleet prepare", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_an_older_program_says_what_brings_it_up()
    {
        store.Administer(administration => administration.Prepare());
        store.Database.Sql($"DELETE FROM integritywatch.migration WHERE number = {Migration.Latest}");

        Assert.Contains("fleet prepare", Assert.Throws<CannotCheckException>(() => FleetStore.Open(store.Owner, CancellationToken.None)).Message, StringComparison.Ordinal);
    }
}
