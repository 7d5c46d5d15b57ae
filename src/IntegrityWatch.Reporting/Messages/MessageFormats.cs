using IntegrityWatch.Delivery;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>The forms in which sinks can be told of things.</summary>
public static class MessageFormats
{
    public static readonly MessageFormat Gelf = new FlatFormat(GelfMessage.Encode);
    public static readonly MessageFormat Syslog = new FlatFormat(SyslogMessage.Encode);
    public static readonly MessageFormat Ecs = new EcsFormat();
    public static readonly MessageFormat Cef = new CefFormat();

    /// <summary>The form that sinks of a type take.</summary>
    public static MessageFormat Of(SinkType type) => type switch
    {
        SinkType.Gelf => Gelf,
        SinkType.Syslog => Syslog,
        SinkType.Ecs => Ecs,
        SinkType.Cef => Cef,
    };
}
