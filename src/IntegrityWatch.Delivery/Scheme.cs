namespace IntegrityWatch.Delivery;

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
