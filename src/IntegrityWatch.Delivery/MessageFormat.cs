using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Delivery;

/// <summary>
/// One form in which sinks are told of things: each method gives one message, without the framing that carries it. Reporting has the forms;
/// whoever puts the parts together gives each sink its own.
/// </summary>
public abstract class MessageFormat
{
    public abstract byte[] Encode(FindingsReport report, Finding finding);

    public abstract byte[] Encode(FindingsReport report, ObservedDigest observed);

    /// <summary>A summary of the scan that the report tells of.</summary>
    public abstract byte[] EncodeScan(FindingsReport report);

    /// <summary>Tells nothing but that the sink can be reached.</summary>
    public abstract byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now);
}
