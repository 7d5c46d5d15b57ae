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

/// <summary>What the configuration can say of one sink. Each property is a key, in camel case.</summary>
internal sealed class SinkSettings
{
    /// <summary>What messages to people call it; its type and address where it has none.</summary>
    public string? Name { get; set; }

    public string? Type { get; set; }

    public string? Address { get; set; }

    public string? MinSeverity { get; set; }

    public IList<string> Send { get; set; } = [];

    public string? AuthorityFile { get; set; }

    public string? CertificateFile { get; set; }

    public string? KeyFile { get; set; }

    public string? AuthorizationFile { get; set; }

    /// <summary>A secret: only a variable may hold it.</summary>
    public string? Authorization { get; set; }

    public string? VerifyCertificate { get; set; }
}
