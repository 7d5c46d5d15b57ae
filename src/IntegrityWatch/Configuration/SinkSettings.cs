namespace IntegrityWatch.Configuration;

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
