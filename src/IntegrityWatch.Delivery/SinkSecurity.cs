namespace IntegrityWatch.Delivery;

/// <summary>How a sink proves who it is, and this host to it.</summary>
public sealed record SinkSecurity
{
    public static readonly SinkSecurity Default = new();

    /// <summary>PEM certificates to trust in place of the system's; null for the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM certificate of this host, with those that lead to its authority; null where it shows none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM private key to it, unencrypted.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Holds <see cref="Authorization"/>, which is read when something is sent; null where that is named itself.</summary>
    public string? AuthorizationFile { get; init; }

    /// <summary>The value of the HTTP header Authorization, such as <c>Bearer ...</c>; null where none is sent. Never printed.</summary>
    public string? Authorization { get; init; }

    /// <summary>False where any certificate is accepted.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>Keeps the secret out of whatever prints a record.</summary>
    public override string ToString() => nameof(SinkSecurity);
}
