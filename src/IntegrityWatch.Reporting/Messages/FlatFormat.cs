using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.History;

namespace IntegrityWatch.Reporting.Messages;

/// <summary>A form whose fields have no structure of their own, so that every message is written in the same way.</summary>
internal sealed class FlatFormat(Func<Message, byte[]> encode) : MessageFormat
{
    public override byte[] Encode(FindingsReport report, Finding finding) => encode(MessageOf.Finding(report, finding));

    public override byte[] Encode(FindingsReport report, ObservedDigest observed) => encode(MessageOf.Observation(report, observed));

    public override byte[] EncodeScan(FindingsReport report) => encode(MessageOf.Scan(report));

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) => encode(MessageOf.Test(tool, host, now));
}
