using System.Globalization;
using System.Net;

namespace IntegrityWatch.Fleet.Store;

/// <summary>One of the servers that an address names.</summary>
/// <param name="Host">A name, an address without brackets, or the folder of a socket.</param>
/// <param name="Port">Of a socket, too: it is part of the socket's name.</param>
internal sealed record StoreServer(string Host, int Port)
{
    public bool IsSocket => Host.StartsWith('/');

    public bool IsOfThisHost => IsSocket || Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>As Npgsql takes it among several.</summary>
    public string AmongOthers => IsSocket ? Host : $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>Host and port as an address has them, not decoded yet. The port is null where none is told, and the host where it is none.</summary>
    public static (string? Host, string? Port) Split(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.IndexOf(':') is >= 0 and var colon ? colon : text.Length;
        var host = text[..end];
        if (host.StartsWith('['))
            host = host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out _) ? host[1..^1] : "";
        return (host.Length == 0 ? null : host, end == text.Length ? null : text[end] == ':' ? text[(end + 1)..] : text[end..]);
    }

    /// <summary>Null for what is no port.</summary>
    public static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, null, out var port) && port is > 0 and <= ushort.MaxValue ? port : null;
}
