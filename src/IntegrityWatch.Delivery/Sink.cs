using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Delivery;

/// <summary>Somewhere that messages go: what it is told, in which form, and what carries that there.</summary>
public abstract record Sink
{
    /// <summary>What users call it; tells it from the others.</summary>
    public required string Name { get; init; }

    /// <summary>True where it gets a summary of every scan, also of one that brought nothing new.</summary>
    public abstract bool IsToldOfScans { get; }

    /// <summary>What a scan has to tell it besides the scan's summary: a message each, in order.</summary>
    /// <param name="told">What it was told before.</param>
    /// <param name="history">As the scan is about to publish it.</param>
    /// <param name="report">What the scan found.</param>
    /// <param name="observations">What it saw.</param>
    public abstract IEnumerable<byte[]> Messages(SinkProgress told, IHistory history, FindingsReport report, ScanObservations observations);

    /// <summary>The summary of the scan that the report tells of, as one message.</summary>
    public abstract byte[] EncodeScan(FindingsReport report);

    /// <summary>A message that tells nothing but that the sink can be reached.</summary>
    public abstract byte[] EncodeTest(ToolInfo tool, string host, DateTimeOffset now);

    /// <summary>Fetches secrets and gets ready to send.</summary>
    /// <exception cref="IOException">A file that it needs cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    /// <exception cref="InvalidDataException">It holds not what it should.</exception>
    /// <exception cref="CannotCheckException">It holds not what it should.</exception>
    public abstract ITransport Open();
}

/// <summary>What a sink was told before a scan.</summary>
/// <param name="Scan">The number of the latest scan of whose findings it was told; what changed in a later one is news to it.</param>
/// <param name="Generation">The number of the latest generation that it was told of; 0 for none.</param>
/// <param name="IsNew">True where nothing is known of it.</param>
/// <param name="IsBehind">True where it is new, or missed something since it was told everything.</param>
public readonly record struct SinkProgress(long Scan, int Generation, bool IsNew, bool IsBehind);
