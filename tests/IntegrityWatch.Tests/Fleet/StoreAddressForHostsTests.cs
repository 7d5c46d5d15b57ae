using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Tests.Fleet;

public class StoreAddressForHostsTests
{
    [Theory]
    [InlineData("postgresql://admin@db.example/fleet", "postgresql://web01@db.example/fleet?passfile=/p")]
    [InlineData("postgresql://db.example:5433/fleet?sslrootcert=/ca.pem", "postgresql://web01@db.example:5433/fleet?sslrootcert=/ca.pem&passfile=/p")]
    [InlineData("postgres://a@h1,h2:5433/fleet?passfile=/mine&sslcert=/mine&sslkey=/mine&user=me&sslmode=require",
        "postgresql://web01@h1,h2:5433/fleet?sslmode=require&passfile=/p")]
    public void A_host_finds_the_same_store_as_itself(string address, string ofHost)
    {
        var told = StoreAddress.Parse(address, "test").As("web01", "/p");

        Assert.Equal(ofHost, told);
        Assert.Equal(told, StoreAddress.Parse(told, "test").Text);
    }

    [Theory]
    [InlineData("db.example", "db.example 5432")]
    [InlineData("db.example:5433", "db.example 5433")]
    [InlineData("h1,h2:5433", "h1 5432", "h2 5433")]
    [InlineData("[::1]:5433", "::1 5433")]
    [InlineData("[::1]", "::1 5432")]
    public void Each_server_has_a_port(string hosts, params string[] servers) =>
        Assert.Equal(servers, StoreAddress.Parse($"postgresql://{hosts}/fleet", "test").Servers.Select(server => $"{server.Host} {server.Port}"));
}
