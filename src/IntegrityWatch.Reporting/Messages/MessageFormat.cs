using IntegrityWatch.Detection;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>One form in which sinks are told of things: each method gives one message, without the framing that carries it.</summary>
public abstract class MessageFormat
{
    public static readonly MessageFormat Gelf = new FlatFormat(GelfMessage.Encode);
    public static readonly MessageFormat Syslog = new FlatFormat(SyslogMessage.Encode);
    public static readonly MessageFormat Ecs = new EcsFormat();
    public static readonly MessageFormat Cef = new CefFormat();

    public abstract byte[] Encode(FindingsReport report, Finding finding);

    public abstract byte[] Encode(FindingsReport report, ObservedDigest observed);

    /// <summary>A summary of the scan that the report tells of.</summary>
    public abstract byte[] EncodeScan(FindingsReport report);

    /// <summary>Tells nothing but that the sink can be reached.</summary>
    public abstract byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now);
}
