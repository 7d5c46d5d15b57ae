using IntegrityWatch.Delivery;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Reporting.Siem;

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
        return [StoreSink.At(address, FindingLines.Encode), .. receivers];
    }
}

/// <summary>Finds the central store that the configuration names.</summary>
internal static class StoreReader
{
    /// <summary>Null where it names none.</summary>
    /// <exception cref="CannotCheckException">What it names is no address of a store.</exception>
    public static StoreAddress? Read(Settings settings) => settings.Store is { } text ? StoreAddress.Parse(text, "store in the configuration") : null;
}
