using IntegrityWatch.Delivery;
using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.History;

namespace IntegrityWatch.Fleet;

/// <summary>
/// The central store, as a host sees it: a sink that is told everything, in order, so that what waits while it is away is kept, bounded and sent as
/// with every other sink.
/// </summary>
public sealed record StoreSink : Sink
{
    /// <summary>What it is called; no other sink bears that name.</summary>
    public const string SinkName = "store";

    public required StoreAddress Address { get; init; }

    /// <summary>Writes a finding's object in the JSON report, as UTF-8.</summary>
    public required Func<Finding, byte[]> Document { get; init; }

    /// <summary>A host that finds nothing is not to look as if it were gone.</summary>
    public override bool IsToldOfScans => true;

    /// <param name="address">Where the store is.</param>
    /// <param name="document">Writes a finding's object in the JSON report, as UTF-8.</param>
    public static StoreSink At(StoreAddress address, Func<Finding, byte[]> document) => new() { Name = SinkName, Address = address, Document = document };

    public override IEnumerable<byte[]> Messages(SinkProgress told, IHistory history, FindingsReport report, ScanObservations observations)
    {
        foreach (var generation in history.Generations.Where(generation => generation.Number > told.Generation))
            yield return GenerationRow.Of(generation).Encode();
        foreach (var finding in report.Findings.Open.Where(finding => finding.ChangedIn > told.Scan))
            yield return FindingRow.Of(finding, Document(finding), report.Now).Encode();
        foreach (var observed in told.IsBehind ? observations.All : observations.Fresh)
            yield return (observed.Realm == Realm.Host ? (StoreRow)ObservationRow.Of(observed) : ElsewhereRow.Of(observed)).Encode();
    }

    public override byte[] EncodeScan(FindingsReport report) => ScanRow.Of(report).Encode();

    public override byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now) => new TestRow().Encode();

    public override ITransport Open() => new StoreTransport(Address);
}
