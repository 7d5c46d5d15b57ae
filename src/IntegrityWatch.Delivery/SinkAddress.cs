namespace IntegrityWatch.Delivery;

/// <summary>Where a sink is: <c>tcp://log.example:12201</c>, <c>https://log.example/gelf</c>, <c>unix:///dev/log</c>, <c>file:///var/log/x</c>.</summary>
/// <param name="Scheme">What carries messages there.</param>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets; empty for what is on this host.</param>
/// <param name="Port">0 for what is on this host.</param>
/// <param name="Path">Of a socket or a file on this host, absolute; of a URL. Empty otherwise.</param>
public sealed record SinkAddress(Scheme Scheme, string Host, int Port, string Path);

/// <summary>What carries messages to a sink.</summary>
public enum Scheme
{
    Udp,
    Tcp,
    Tls,
    Http,
    Https,

    /// <summary>A socket of this host, such as /dev/log.</summary>
    Unix,

    File,
}
