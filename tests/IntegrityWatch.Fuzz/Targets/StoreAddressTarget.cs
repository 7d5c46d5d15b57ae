using System.Text;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed addresses of the central store.</summary>
internal sealed class StoreAddressTarget : IFuzzTarget
{
    private static readonly string[] Addresses =
    [
        "postgresql://web01@store.example/fleet", "postgresql://web01@store.example:6432/fleet?passfile=/etc/store.pass&sslrootcert=/etc/store.pem",
        "postgres://[::1]:5432,other,10.0.0.1:6432/fl%20eet?sslmode=require", "postgresql://%2Frun%2Fpostgresql/fleet", "postgresql:///fleet?host=/run/postgresql&port=6432&user=web01",
    ];

    public string Name => "store-address";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(Addresses, Encoding.UTF8.GetBytes);

    public IReadOnlyList<string> Words { get; } =
    [
        "postgresql://", "postgres://", "@", ":", "/", "?", "&", "=", ",", "[", "]", "::1", ":0", ":65536", "%00", "%2f", "%40", "%", "host=", "port=", "user=", "dbname=", "sslmode=", "verify-full",
        "disable", "passfile=", "password=", "sslcert=", "sslkey=", ";", "'", "\"", "\u00c3\u00a4", "\u00ff",
    ];

    public void Run(byte[] input)
    {
        var address = StoreAddress.Parse(Encoding.UTF8.GetString(input), "store");
        BrokenPromiseException.Unless(
            address.Servers.Count > 0 && address.Servers.All(server => server.Host.Length > 0 && server.Port is > 0 and < 65536) && address.Connection.Database!.Length > 0,
            "an address leads somewhere");
        BrokenPromiseException.Unless(address.Connection.Password is null, "no address holds a password");
        BrokenPromiseException.Unless(!address.Location.Any(char.IsControl), "what is shown moves no cursor");
    }
}
