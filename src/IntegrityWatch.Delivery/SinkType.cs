namespace IntegrityWatch.Delivery;

/// <summary>In which form a sink gets its messages.</summary>
public enum SinkType
{
    /// <summary>Graylog Extended Log Format 1.1.</summary>
    Gelf,

    /// <summary>RFC 5424.</summary>
    Syslog,

    /// <summary>Elastic Common Schema, a JSON object a line.</summary>
    Ecs,

    /// <summary>ArcSight's Common Event Format, a line each.</summary>
    Cef,
}
