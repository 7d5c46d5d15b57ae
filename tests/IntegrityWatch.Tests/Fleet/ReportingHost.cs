using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Siem;
using IntegrityWatch.Tests.Detection;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>A host with a history of its own, whose scans tell the store as the command does.</summary>
internal sealed class ReportingHost(StoreAddress address) : IDisposable
{
    private readonly SomeHost host = new();

    public SomeHost Host => host;

    /// <summary>What became of what waited, at the latest scan.</summary>
    public SinkDelivery? Delivery { get; private set; }

    public long Waiting => host.Ask(history => history.Sinks().Sum(sink => sink.Waiting));

    public long Missed => host.Ask(history => history.Sinks().Sum(sink => sink.Missed));

    /// <summary>What is left open. What is to be told is told.</summary>
    public IReadOnlyList<Finding> Scan(EvidenceSnapshot evidence, long room = Outbox.MostBytes, bool isSent = true)
    {
        host.Now = host.Now.AddMinutes(10);
        var sink = StoreSink.At(address, FindingLines.Encode);
        IReadOnlyList<Sink> summaries = [];
        FindingsReport? report = null;
        var findings = host.Scan(evidence, (history, scan, open) =>
        {
            report = SomeReport.Of([.. open]) with { Now = host.Now };
            summaries = new Outbox([sink], room).Put(history, report, new ScanObservations(scan.NewObservations.Concat(scan.NewElsewhere), scan.Known.Concat(history.AllElsewhere())));
        });
        if (isSent)
            Delivery = Assert.Single(new Forwarder(host.Database, [sink]).Forward(summaries.ToDictionary(told => told.Name, told => told.EncodeScan(report!)), CancellationToken.None));
        return findings;
    }

    public void Dispose() => host.Dispose();
}
