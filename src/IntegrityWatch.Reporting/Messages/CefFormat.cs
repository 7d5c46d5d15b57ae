using System.Text;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>Lines of ArcSight's Common Event Format, see <see cref="CefLines"/>.</summary>
internal sealed class CefFormat : MessageFormat
{
    public override byte[] Encode(FindingsReport report, Finding finding) => Bytes(CefLines.Line(report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed) => Bytes(CefLines.Line(report.Tool, MessageEvents.Observation,
        "was seen", Severity.Info, CefLines.Extension(report, observed)));

    public override byte[] EncodeScan(FindingsReport report)
    {
        var scan = MessageOf.Scan(report);
        return Bytes(CefLines.Line(report.Tool, MessageEvents.Scan, scan.Text, scan.Severity, CefLines.ScanExtension(report)));
    }

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now)
    {
        var test = MessageOf.Test(tool, host, now);
        return Bytes(CefLines.Line(tool, MessageEvents.Test, test.Text, test.Severity, CefLines.TestExtension(host, now)));
    }

    private static byte[] Bytes(string line) => Encoding.UTF8.GetBytes(line);
}
