namespace IntegrityWatch.Delivery.Transports.Udp;

/// <summary>The datagrams that a message becomes on a network.</summary>
internal static class Datagrams
{
    /// <summary>What UDP can hold: 65,535 bytes less the headers of IPv4 and UDP.</summary>
    public const int MostBytes = 65_507;

    /// <summary>Null where the message is too long to be sent at all.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Of(SinkType type, ReadOnlyMemory<byte> message) => type switch
    {
        SinkType.Gelf => GelfDatagrams.Of(message),
        SinkType.Syslog or SinkType.Ecs or SinkType.Cef => message.Length > MostBytes ? null : [message],
    };
}
