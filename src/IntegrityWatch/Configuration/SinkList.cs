using IntegrityWatch.Delivery;
using IntegrityWatch.Fleet;
using IntegrityWatch.Reporting.Json;

namespace IntegrityWatch.Configuration;

/// <summary>Everything that a scan tells: the central store first, then the receivers of messages.</summary>
internal static class SinkList
{
    /// <exception cref="CannotCheckException">One is described wrongly.</exception>
    public static IReadOnlyList<Sink> Of(Settings settings)
    {
        var receivers = SinkReader.Read(settings);
        if (StoreReader.Read(settings) is not { } address)
            return receivers;
        if (receivers.Any(sink => sink.Name == StoreSink.SinkName))
            throw new CannotCheckException($"configuration names a sink {StoreSink.SinkName}, which is what the central store is called", "give the sink another name");
        return [StoreSink.At(address, FindingDocument.Of), .. receivers];
    }
}
