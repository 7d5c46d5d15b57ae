using System.Globalization;
using System.Net;
using System.Text;
using IntegrityWatch.Evidence;
using Npgsql;

namespace IntegrityWatch.Fleet.Store;

/// <summary>
/// Where the central store is, as PostgreSQL's own tools write it: <c>postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full</c> (PostgreSQL manual,
/// "Connection URIs"). It holds no password: that stands in a password file.
/// </summary>
public sealed class StoreAddress
{
    private const string Expected = "an address is postgresql://USER@HOST:PORT/DATABASE, with ?sslrootcert=FILE&passfile=FILE and the like behind it";

    /// <summary>For finding the store and shaking hands with it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A question about a large fleet takes its time; a store that says nothing for longer is away.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(5);

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    private static readonly Dictionary<string, SslMode> Modes = new(StringComparer.Ordinal)
    {
        ["disable"] = SslMode.Disable,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly string[] OfRole = ["user", "passfile", "sslcert", "sslkey"];

    private StoreAddress(string text, NpgsqlConnectionStringBuilder connection) => (Text, Connection) = (text, connection);

    /// <summary>The files that it names, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private init; } = new Dictionary<string, string>();

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What messages to people call the place: host and database.</summary>
    public string Place => $"{Connection.Host}/{Connection.Database}";

    internal NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>The servers that it names: a name, an address or the folder of a socket, and the port.</summary>
    internal IEnumerable<(string Host, int Port)> Servers => Connection.Host!.Split(',').Select(Server);

    /// <param name="text">The address.</param>
    /// <param name="source">What names it, for messages.</param>
    /// <exception cref="CannotCheckException">It is none, or holds a password.</exception>
    public static StoreAddress Parse(string text, string source)
    {
        var scheme = Array.Find(Schemes, known => text.StartsWith(known, StringComparison.Ordinal)) ?? throw Wrong(source, "it does not begin with postgresql://");
        var (place, query) = Cut(text[scheme.Length..], '?');
        var (authority, database) = Cut(place, '/');
        var at = authority.LastIndexOf('@');
        var user = at < 0 ? "" : authority[..at];
        if (user.Contains(':'))
            throw new CannotCheckException($"address of the store holds a password: {source}", "put it into a file that only root can read, and name that with passfile=FILE");
        var connection = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "integritywatch",
            // What a store says of itself is believed only as far as it must be: it can ask for no password in the clear.
            RequireAuth = "!Password,!MD5,!GSS,!SSPI",
            Timeout = (int)Patience.TotalSeconds,
            CommandTimeout = (int)LongestAnswer.TotalSeconds,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = false,
            Multiplexing = false,
            NoResetOnClose = true,
        };
        if (user.Length > 0)
            connection.Username = Decoded(user, source);
        TakeHosts(connection, authority[(at + 1)..], source);
        if (database.Length > 0)
            connection.Database = Decoded(database, source);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            Take(connection, files, name, Decoded(value, source), source);
        }
        if (string.IsNullOrEmpty(connection.Host))
            throw Wrong(source, "it names no host");
        if (string.IsNullOrEmpty(connection.Database))
            throw Wrong(source, "it names no database");
        if (!query.Split('&').Any(parameter => parameter.StartsWith("sslmode=", StringComparison.Ordinal)))
            connection.SslMode = IsOfThisHost(connection.Host) ? SslMode.Prefer : SslMode.VerifyFull;
        return new StoreAddress(text, connection) { Files = files };
    }

    /// <summary>The address under which a host's role finds the same store; what is of this role alone is left out.</summary>
    /// <param name="role">Letters, digits, dots, hyphens and underscores.</param>
    /// <param name="passfile">Where its password stands.</param>
    public string As(string role, string passfile)
    {
        var (place, query) = Cut(Text[(Text.IndexOf("://", StringComparison.Ordinal) + 3)..], '?');
        var kept = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(parameter => !OfRole.Contains(Cut(parameter, '=').Before));
        return $"{Schemes[0]}{role}@{place[(place.LastIndexOf('@') + 1)..]}?{string.Join('&', kept.Append($"passfile={passfile}"))}";
    }

    public override string ToString() => Text;

    private static void TakeHosts(NpgsqlConnectionStringBuilder connection, string hosts, string source)
    {
        if (hosts.Length == 0)
            return;
        connection.Host = string.Join(',', hosts.Split(',').Select(host => Decoded(host, source)));
    }

    private static void Take(NpgsqlConnectionStringBuilder connection, Dictionary<string, string> files, string name, string value, string source)
    {
        switch (name)
        {
            case "host":
                connection.Host = value;
                break;
            case "port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue:
                connection.Port = port;
                break;
            case "user":
                connection.Username = value;
                break;
            case "dbname":
                connection.Database = value;
                break;
            case "sslmode" when Modes.TryGetValue(value, out var mode):
                connection.SslMode = mode;
                break;
            case "sslmode":
                throw Wrong(source, $"sslmode is one of {string.Join(", ", Modes.Keys)}");
            case "sslrootcert":
                connection.RootCertificate = files[name] = value;
                break;
            case "sslcert":
                connection.SslCertificate = files[name] = value;
                break;
            case "sslkey":
                connection.SslKey = files[name] = value;
                break;
            case "passfile":
                connection.Passfile = files[name] = value;
                break;
            case "password":
                throw new CannotCheckException($"address of the store holds a password: {source}", "put it into a file that only root can read, and name that with passfile=FILE");
            default:
                throw Wrong(source, $"{name} cannot stand in it, or not so");
        }
    }

    private (string Host, int Port) Server(string named)
    {
        var colon = named.LastIndexOf(':');
        var isPortNamed = !named.StartsWith('/') && colon > named.LastIndexOf(']') && (named.StartsWith('[') || named.IndexOf(':', StringComparison.Ordinal) == colon);
        return isPortNamed && int.TryParse(named.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (named[..colon].Trim('[', ']'), port)
            : (named.Trim('[', ']'), Connection.Port);
    }

    private static bool IsOfThisHost(string hosts) => hosts.Split(',').All(host =>
        host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(WithoutPort(host), out var address) && IPAddress.IsLoopback(address)));

    private static string WithoutPort(string host) => host.LastIndexOf(':') is > 0 and var colon && host.IndexOf(':', StringComparison.Ordinal) == colon ? host[..colon] : host.Trim('[', ']');

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, "");

    private static string Decoded(string text, string source)
    {
        var decoded = Uri.UnescapeDataString(text);
        return decoded.All(letter => !char.IsControl(letter)) ? decoded : throw Wrong(source, "it holds control characters");
    }

    private static CannotCheckException Wrong(string source, string fault) => new($"address of the store is wrong: {source}: {fault}", Expected);
}
