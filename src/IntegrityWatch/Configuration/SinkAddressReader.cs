using IntegrityWatch.Delivery;

namespace IntegrityWatch.Configuration;

/// <summary>Reads where a sink is.</summary>
internal static class SinkAddressReader
{
    private const int GelfPort = 12201;
    private const int SyslogPort = 514;
    private const int SyslogTlsPort = 6514;
    private const string GelfPath = "/gelf";

    /// <summary>A path of 4,096 bytes, each of them escaped, and more than any URL that a receiver has.</summary>
    private const int MostCharacters = 16 * 1024;

    private static readonly Scheme[] Sockets = [Scheme.Udp, Scheme.Tcp, Scheme.Tls];

    /// <param name="text">The value.</param>
    /// <param name="type">In which form messages go there.</param>
    /// <param name="key">Where the value stands.</param>
    /// <exception cref="CannotCheckException">It is no address that the type can be sent to.</exception>
    public static SinkAddress Read(string text, SinkType type, string key)
    {
        // Not printed: what stands before an @ or behind a ? is a secret, as a rule.
        if (text.AsSpan().ContainsAny('@', '?'))
            throw new CannotCheckException($"configuration holds a secret: {key}",
                "leave out what stands before @ and behind ?; for HTTP put it into a file of its own and name that with authorizationFile");
        if (text.Length > MostCharacters)
            throw new CannotCheckException($"configuration has a wrong address: {key} is longer than {MostCharacters} characters",
                $"{type.ToString().ToLowerInvariant()} goes to {string.Join(", ", SchemesOf(type).Select(Example))}");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || SchemesOf(type).Cast<Scheme?>().FirstOrDefault(known => Name(known!.Value) == uri.Scheme) is not { } scheme)
            throw Wrong(key, text, $"{type.ToString().ToLowerInvariant()} goes to {string.Join(", ", SchemesOf(type).Select(Example))}");
        if (uri.Fragment.Length > 0)
            throw Wrong(key, text, "leave out what follows the #");
        return scheme switch
        {
            Scheme.Unix or Scheme.File => OnThisHost(scheme, uri, key, text),
            Scheme.Http or Scheme.Https => OnNetwork(scheme, uri, uri.Port, uri.AbsolutePath == "/" ? GelfPath : uri.AbsolutePath, key, text),
            Scheme.Udp or Scheme.Tcp or Scheme.Tls => uri.AbsolutePath is "" or "/"
                ? OnNetwork(scheme, uri, uri.Port > 0 ? uri.Port : DefaultPort(type, scheme), "", key, text)
                : throw Wrong(key, text, $"like {Example(scheme)}, without a path"),
        };
    }

    private static SinkAddress OnThisHost(Scheme scheme, Uri uri, string key, string text)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        return uri.Host.Length == 0 && path.Length > 1 && path[0] == '/' && !path.EndsWith('/') && !path.Contains('\0')
            ? new SinkAddress(scheme, "", 0, path)
            : throw Wrong(key, text, $"like {Example(scheme)}, with three slashes");
    }

    private static SinkAddress OnNetwork(Scheme scheme, Uri uri, int port, string path, string key, string text)
    {
        if (uri.DnsSafeHost.Length == 0)
            throw Wrong(key, text, $"like {Example(scheme)}");
        return port is > 0 and < 65536
            ? new SinkAddress(scheme, uri.DnsSafeHost, port, path)
            : throw Wrong(key, text, $"name a port, like {Example(scheme)}");
    }

    private static IEnumerable<Scheme> SchemesOf(SinkType type) => type switch
    {
        SinkType.Gelf => [.. Sockets, Scheme.Http, Scheme.Https, Scheme.File],
        SinkType.Syslog or SinkType.Ecs or SinkType.Cef => [.. Sockets, Scheme.Unix, Scheme.File],
    };

    private static int DefaultPort(SinkType type, Scheme scheme) => type switch
    {
        SinkType.Gelf => GelfPort,
        SinkType.Syslog => scheme == Scheme.Tls ? SyslogTlsPort : SyslogPort,
        SinkType.Ecs or SinkType.Cef => 0,
    };

    private static string Example(Scheme scheme) => scheme switch
    {
        Scheme.Unix => "unix:///dev/log",
        Scheme.File => "file:///var/log/FILE",
        Scheme.Udp or Scheme.Tcp or Scheme.Tls or Scheme.Http or Scheme.Https => $"{Name(scheme)}://HOST:PORT",
    };

    private static string Name(Scheme scheme) => scheme.ToString().ToLowerInvariant();

    private static CannotCheckException Wrong(string key, string text, string hint) =>
        new($"configuration has a wrong address: {key} is {text}", hint);
}
