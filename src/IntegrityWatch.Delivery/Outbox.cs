using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Delivery;

/// <summary>
/// Puts what a scan has to tell the sinks beside its findings, into the same update of the history: what the one keeps, the other does.
/// </summary>
public sealed class Outbox
{
    /// <summary>What may wait for one sink, in bytes as it is kept. What finds no room is counted, and told again where it is still open.</summary>
    public const long MostBytes = 32 << 20;

    private readonly IReadOnlyList<Sink> sinks;
    private readonly long mostBytes;

    public Outbox(IReadOnlyList<Sink> sinks, long mostBytes = MostBytes)
    {
        this.sinks = sinks;
        this.mostBytes = mostBytes;
    }

    /// <summary>
    /// Each sink is told what changed since it was told last; one that is new, or missed something, all that is open. Says of which sinks the scan's
    /// summary is not among it: a scan that brought nothing else has nothing to keep.
    /// </summary>
    public IReadOnlyList<Sink> Put(IHistoryUpdate history, FindingsReport report, ScanObservations observations)
    {
        var states = history.Sinks().ToDictionary(state => state.Name, StringComparer.Ordinal);
        var boxes = sinks.Select(sink => (Sink: sink, Box: new SinkBox(sink.Name, states.GetValueOrDefault(sink.Name), report.Now, mostBytes))).ToList();
        foreach (var (sink, box) in boxes)
            foreach (var message in sink.Messages(box.Told, history, report, observations))
                box.Add(message);
        var isQuiet = !history.HasChanges && boxes.TrueForAll(sink => !sink.Box.IsChanged);
        foreach (var (sink, box) in boxes)
        {
            if (!isQuiet && sink.IsToldOfScans)
                box.Add(sink.EncodeScan(report));
            if (box.IsChanged)
                box.PutInto(history);
        }
        return isQuiet ? [.. sinks.Where(sink => sink.IsToldOfScans)] : [];
    }
}
