using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Delivery;

/// <summary>Somewhere that messages go, as the configuration describes it.</summary>
public sealed record Sink
{
    /// <summary>What users call it; tells it from the others.</summary>
    public required string Name { get; init; }

    public required SinkType Type { get; init; }

    public required SinkAddress Address { get; init; }

    /// <summary>Findings below it are not sent.</summary>
    public Severity MinSeverity { get; init; } = Severity.Low;

    public SinkContent Send { get; init; } = SinkContent.Findings;

    public SinkSecurity Security { get; init; } = SinkSecurity.Default;

    /// <summary>How its messages are written.</summary>
    public MessageFormat Format => Type switch
    {
        SinkType.Gelf => MessageFormat.Gelf,
        SinkType.Syslog => MessageFormat.Syslog,
        SinkType.Ecs => MessageFormat.Ecs,
        _ => MessageFormat.Cef,
    };
}
