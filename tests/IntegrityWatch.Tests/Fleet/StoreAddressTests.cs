using CsCheck;
using IntegrityWatch.Fleet.Store;
using Npgsql;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>Addresses of the store, as PostgreSQL's own tools write them.</summary>
public sealed class StoreAddressTests
{
    private static readonly string[] Words =
    [
        "postgresql://", "postgres://", "a", "web01", "@", ":", "/", "?", "&", "=", ",", "[", "]", "::1", "5432", "0", "99999", "%2Ftmp", "%00", "%", "%ff", "\0", "\n", "\ud800", "\ufffd",
        "host", "port", "dbname", "user", "sslmode", "verify-full", "disable", "passfile", "password", "sslrootcert", "sslkey", ";", "'", "\"", " ", "é", "#",
    ];

    [Theory]
    [InlineData("postgresql://web01@store.example/fleet", "store.example", 5432, "web01", "fleet")]
    [InlineData("postgres://web01@store.example:6432/fleet", "store.example", 6432, "web01", "fleet")]
    [InlineData("postgresql://store.example:/fleet", "store.example", 5432, null, "fleet")]
    [InlineData("postgresql://web01@[2001:db8::1]:6432/fleet", "2001:db8::1", 6432, "web01", "fleet")]
    [InlineData("postgresql://web01@[::1]/fleet", "::1", 5432, "web01", "fleet")]
    [InlineData("postgresql://web01@%2Frun%2Fpostgresql:6432/fleet", "/run/postgresql", 6432, "web01", "fleet")]
    [InlineData("postgresql:///fleet?host=/run/postgresql&port=6432&user=web01", "/run/postgresql", 6432, "web01", "fleet")]
    [InlineData("postgresql://a%40b@store.example/fl%2Feet%20x", "store.example", 5432, "a@b", "fl/eet x")]
    [InlineData("postgresql://one/x?host=two&dbname=fleet", "two", 5432, null, "fleet")]
    [InlineData("postgresql://one?dbname=fleet", "one", 5432, null, "fleet")]
    public void An_address_says_where_and_as_whom(string text, string host, int port, string? user, string database)
    {
        var connection = SomeStore.Address(text).Connection;

        Assert.Equal((host, port, user, database), (connection.Host, connection.Port, connection.Username, connection.Database));
        Assert.Null(connection.Password);
    }

    [Fact]
    public void Several_servers_are_tried_in_their_order()
    {
        var address = SomeStore.Address("postgresql://web01@one,two:6432,[::1]:7432/fleet?port=5433");

        Assert.Equal("one:5433,two:6432,[::1]:7432", address.Connection.Host);
        Assert.Equal("one,two,::1/fleet", address.Location);
    }

    [Theory]
    [InlineData("postgresql://store.example/fleet", SslMode.VerifyFull)]
    [InlineData("postgresql://10.0.0.1/fleet", SslMode.VerifyFull)]
    [InlineData("postgresql://localhost,store.example/fleet", SslMode.VerifyFull)]
    [InlineData("postgresql://localhost.example/fleet", SslMode.VerifyFull)]
    [InlineData("postgresql://localhost:6432/fleet", SslMode.Prefer)]
    [InlineData("postgresql://127.0.0.1:6432/fleet", SslMode.Prefer)]
    [InlineData("postgresql://[::1]:6432/fleet", SslMode.Prefer)]
    [InlineData("postgresql://%2Frun/fleet", SslMode.Prefer)]
    [InlineData("postgresql://store.example/fleet?sslmode=disable", SslMode.Disable)]
    [InlineData("postgresql://store.example/fleet?sslmode=verify-ca", SslMode.VerifyCA)]
    public void Only_this_host_is_believed_without_a_certificate(string text, SslMode mode) => Assert.Equal(mode, SomeStore.Address(text).Connection.SslMode);

    [Theory]
    [InlineData("mysql://a/b", "does not begin with postgresql://")]
    [InlineData("", "does not begin with postgresql://")]
    [InlineData("postgresql:///fleet", "names no host")]
    [InlineData("postgresql://a,,b/fleet", "names no host")]
    [InlineData("postgresql://[::1/fleet", "a port is a number")]
    [InlineData("postgresql://[store]/fleet", "names no host")]
    [InlineData("postgresql://store", "names no database")]
    [InlineData("postgresql://store:65536/fleet", "a port is a number")]
    [InlineData("postgresql://store:0/fleet", "a port is a number")]
    [InlineData("postgresql://store:x/fleet", "a port is a number")]
    [InlineData("postgresql://[::1]x/fleet", "a port is a number")]
    [InlineData("postgresql://fe80::1/fleet", "a port is a number")]
    [InlineData("postgresql://store/fleet?port=99999", "port cannot stand in it")]
    [InlineData("postgresql://store/fleet?options=-c", "options cannot stand in it")]
    [InlineData("postgresql://store/fleet?SslMode=disable", "SslMode cannot stand in it")]
    [InlineData("postgresql://store/fleet?sslmode=allow", "sslmode is one of disable, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://store/fl%0aeet", "control characters")]
    [InlineData("postgresql://store/fl%00eet", "control characters")]
    public void What_is_none_is_refused_and_says_why(string text, string why)
    {
        var refusal = Assert.Throws<CannotCheckException>(() => SomeStore.Address(text));

        Assert.StartsWith("address of the store is wrong: the test: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://web01:secret@store/fleet")]
    [InlineData("postgresql://web01:@store/fleet")]
    [InlineData("postgresql://store/fleet?password=secret")]
    public void A_password_is_refused_and_not_repeated(string text)
    {
        var refusal = Assert.Throws<CannotCheckException>(() => SomeStore.Address(text));

        Assert.Contains("holds a password", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message + refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_it_holds_it_is_an_address_or_refused() =>
        Gen.OneOf(Gen.Int[0, Words.Length - 1].Array[0, 12].Select(words => string.Concat(words.Select(word => Words[word]))), Gen.String)
            .Sample(text =>
            {
                foreach (var whole in new[] { text, $"postgresql://{text}" })
                    try
                    {
                        var address = SomeStore.Address(whole);
                        Assert.True(address.Servers.Count > 0 && address.Servers.All(server => server.Host.Length > 0 && server.Port is > 0 and < 65536));
                        Assert.Null(address.Connection.Password);
                        // Npgsql takes what it is given.
                        Assert.NotEmpty(new NpgsqlConnectionStringBuilder(address.Connection.ConnectionString).Host!);
                    }
                    catch (CannotCheckException)
                    {
                        // So it is told.
                    }
            }, iter: 20_000);
}
