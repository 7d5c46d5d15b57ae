using System.Text;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

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

/// <summary>A form whose fields have no structure of their own, so that every message is written in the same way.</summary>
internal sealed class FlatFormat(Func<Message, byte[]> encode) : MessageFormat
{
    public override byte[] Encode(FindingsReport report, Finding finding) => encode(MessageOf.Finding(report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed) => encode(MessageOf.Observation(report, observed));

    public override byte[] EncodeScan(FindingsReport report) => encode(MessageOf.Scan(report));

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) => encode(MessageOf.Test(tool, host, now));
}

/// <summary>Lines of ArcSight's Common Event Format, see <see cref="CefLines"/>.</summary>
internal sealed class CefFormat : MessageFormat
{
    public override byte[] Encode(FindingsReport report, Finding finding) => Encoding.UTF8.GetBytes(CefLines.Line(report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed) => Encoding.UTF8.GetBytes(CefLines.Line(report, observed));

    public override byte[] EncodeScan(FindingsReport report) => Encoding.UTF8.GetBytes(CefLines.Line(report, MessageOf.Scan(report)));

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(CefLines.Line(tool, MessageOf.Test(tool, host, now)));
}
