using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Configuration;

/// <summary>Finds the central store that the configuration names.</summary>
internal static class StoreReader
{
    /// <summary>Null where it names none.</summary>
    /// <exception cref="CannotCheckException">What it names is no address of a store.</exception>
    public static StoreAddress? Read(Settings settings) => settings.Store is { } text ? StoreAddress.Parse(text, "store in the configuration") : null;
}
