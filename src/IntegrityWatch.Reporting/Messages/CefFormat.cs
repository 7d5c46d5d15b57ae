using System.Text;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>Lines of ArcSight's Common Event Format, see <see cref="CefLines"/>.</summary>
internal sealed class CefFormat : MessageFormat
{
    public override byte[] Encode(FindingsReport report, Finding finding) => Encoding.UTF8.GetBytes(CefLines.Line(report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed) => Encoding.UTF8.GetBytes(CefLines.Line(report, observed));

    public override byte[] EncodeScan(FindingsReport report) => Encoding.UTF8.GetBytes(CefLines.Line(report, MessageOf.Scan(report)));

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(CefLines.Line(tool, MessageOf.Test(tool, host, now)));
}
