using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Delivery;

/// <summary>A receiver of log messages, as the configuration describes it.</summary>
public sealed record MessageSink : Sink
{
    public required SinkType Type { get; init; }

    /// <summary>How its messages are written.</summary>
    public required MessageFormat Format { get; init; }

    public required SinkAddress Address { get; init; }

    /// <summary>Findings below it are not sent.</summary>
    public Severity MinSeverity { get; init; } = Severity.Low;

    public SinkContent Send { get; init; } = SinkContent.Findings;

    public SinkSecurity Security { get; init; } = SinkSecurity.Default;

    public override bool IsToldOfScans => Send.HasFlag(SinkContent.Scans);

    /// <summary>The findings that are new, happened again or became worse; to a sink that is new, all that are open.</summary>
    public override IEnumerable<byte[]> Messages(SinkProgress told, IHistory history, FindingsReport report, ScanObservations observations)
    {
        foreach (var finding in report.Findings.Open)
            if (finding.ChangedIn > told.Scan && Concerns(finding))
                yield return Format.Encode(report, finding);
        if (!Send.HasFlag(SinkContent.Observations))
            yield break;
        foreach (var observed in told.IsNew ? observations.All : observations.Fresh)
            yield return Format.Encode(report, observed);
    }

    public override byte[] EncodeScan(FindingsReport report) => Format.EncodeScan(report);

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) => Format.EncodeTest(tool, host, now);

    public override ITransport Open() => Transport.For(SinkSecrets.Reveal(this));

    private bool Concerns(Finding finding) =>
        (Send.HasFlag(SinkContent.Findings) && finding.Severity >= MinSeverity)
        || (Send.HasFlag(SinkContent.Techniques) && finding.Kind == FindingKind.Technique);
}
