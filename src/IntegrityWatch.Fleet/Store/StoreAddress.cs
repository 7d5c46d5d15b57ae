using System.Text;
using Npgsql;

namespace IntegrityWatch.Fleet.Store;

/// <summary>
/// Where the central store is, as PostgreSQL's own tools write it: <c>postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full</c> (PostgreSQL manual,
/// "Connection URIs"). It holds no password: that stands in a password file.
/// </summary>
public sealed class StoreAddress
{
    private const string Expected = "an address is postgresql://USER@HOST:PORT/DATABASE, with ?sslrootcert=FILE&passfile=FILE and the like behind it";

    /// <summary>More than any that names a store.</summary>
    private const int MostCharacters = 16 * 1024;

    /// <summary>For finding the store and shaking hands with it.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

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
    public string Location => $"{string.Join(',', Servers.Select(server => server.Host))}/{Connection.Database}";

    internal NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>In their order.</summary>
    internal IReadOnlyList<StoreServer> Servers { get; private init; } = [];

    /// <param name="text">The address.</param>
    /// <param name="source">What names it, for messages.</param>
    /// <exception cref="CannotCheckException">It is none, or holds a password.</exception>
    public static StoreAddress Parse(string text, string source)
    {
        if (text.Length > MostCharacters)
            throw Wrong(source, $"it is longer than {MostCharacters} characters");
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
            Timeout = (int)ConnectTimeout.TotalSeconds,
            CommandTimeout = (int)LongestAnswer.TotalSeconds,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = false,
            Multiplexing = false,
            NoResetOnClose = true,
        };
        if (user.Length > 0)
            connection.Username = Decoded(user, source);
        var named = Hosts(authority[(at + 1)..], source);
        if (database.Length > 0)
            connection.Database = Decoded(database, source);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            Take(connection, files, name, Decoded(value, source), source);
        }
        if (!string.IsNullOrEmpty(connection.Host))
            named = [.. connection.Host.Split(',').Select(host => (host, (int?)null))];
        if (named.Count == 0 || named.Exists(server => server.Host.Length == 0))
            throw Wrong(source, "it names no host");
        var servers = named.ConvertAll(server => new StoreServer(server.Host, server.Port ?? connection.Port));
        connection.Host = servers is [var only] ? only.Host : string.Join(',', servers.Select(server => server.AmongOthers));
        connection.Port = servers[0].Port;
        if (string.IsNullOrEmpty(connection.Database))
            throw Wrong(source, "it names no database");
        if (!query.Split('&').Any(parameter => parameter.StartsWith("sslmode=", StringComparison.Ordinal)))
            connection.SslMode = servers.TrueForAll(server => server.IsOfThisHost) ? SslMode.Prefer : SslMode.VerifyFull;
        return new StoreAddress(text, connection) { Files = files, Servers = servers };
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

    private static List<(string Host, int? Port)> Hosts(string text, string source)
    {
        var hosts = new List<(string, int?)>();
        foreach (var part in text.Split(',', text.Length == 0 ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None))
        {
            var (host, port) = StoreServer.Split(part);
            // An empty port is the usual one, as for PostgreSQL's own tools.
            if (port is { Length: > 0 } && StoreServer.PortOf(port) is null)
                throw Wrong(source, "a port is a number from 1 to 65535, and an address of IPv6 stands in brackets");
            hosts.Add((Decoded(host ?? "", source), port is { Length: > 0 } ? StoreServer.PortOf(port) : null));
        }
        return hosts;
    }

    private static void Take(NpgsqlConnectionStringBuilder connection, Dictionary<string, string> files, string name, string value, string source)
    {
        switch (name)
        {
            case "host":
                connection.Host = value;
                break;
            case "port" when StoreServer.PortOf(value) is { } port:
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

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, "");

    private static string Decoded(string text, string source)
    {
        var decoded = Uri.UnescapeDataString(text);
        // Half a character of UTF-16 is none of UTF-8, which the store speaks.
        return !decoded.EnumerateRunes().Any(letter => Rune.IsControl(letter) || letter == Rune.ReplacementChar) ? decoded
            : throw Wrong(source, "it holds control characters, or what is no text");
    }

    private static CannotCheckException Wrong(string source, string fault) => new($"address of the store is wrong: {source}: {fault}", Expected);
}
