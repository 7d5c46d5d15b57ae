using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.EndToEnd.Receivers;
using IntegrityWatch.Fleet;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>A store over TLS is the one that it says it is, or is told nothing.</summary>
public sealed class StoreTlsTests : IDisposable
{
    private readonly PostgresServer server = new();
    private readonly TemporaryFolder folder = new(), other = new();

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_named_authority_is_believed_and_no_other()
    {
        var certificates = new Certificates(folder.Path);
        server.UseCertificate(certificates);
        var database = server.NewDatabase();
        var named = database.OwnerAddress.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        SomeStore.Administer(SomeStore.Address($"{named}&sslmode=verify-full&sslrootcert={certificates.Authority}"), store => store.Prepare());

        Assert.Contains("TLS handshake failed", Refusal($"{named}&sslmode=verify-full&sslrootcert={new Certificates(other.Path).Authority}"), StringComparison.Ordinal);
        Assert.Contains("TLS handshake failed", Refusal($"{named}&sslmode=verify-full"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_speaks_no_TLS_is_told_nothing_where_it_must()
    {
        var database = server.NewDatabase();

        Refusal($"{database.OwnerAddress}&sslmode=verify-full");
        SomeStore.Administer(SomeStore.Address(database.OwnerAddress), store => store.Prepare());
    }

    private static string Refusal(string address) =>
        Assert.Throws<CannotCheckException>(() => StoreAdministration.Open(SomeStore.Address(address), CancellationToken.None)).Message;
}
