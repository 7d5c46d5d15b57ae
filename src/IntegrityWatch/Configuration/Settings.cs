namespace IntegrityWatch.Configuration;

/// <summary>What the configuration can say. Each property is a key, in camel case.</summary>
internal sealed class Settings
{
    /// <summary>The history's file.</summary>
    public string? Database { get; set; }

    /// <summary>Policy files to lay over the shipped policy, in order.</summary>
    public IList<string> Policies { get; set; } = [];

    /// <summary>The central store of a fleet, see <see cref="StoreReader"/>.</summary>
    public string? Store { get; set; }

    /// <summary>Where findings go, see <see cref="SinkReader"/>.</summary>
    public IList<SinkSettings> Sinks { get; set; } = [];
}
