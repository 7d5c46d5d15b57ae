namespace IntegrityWatch.Evidence.Packages;

/// <summary>A package whose files are on the host.</summary>
public sealed record InstalledPackage
{
    /// <summary>As the manager writes it; for dpkg with <c>:ARCHITECTURE</c> where several can be installed beside each other.</summary>
    public required string Name { get; init; }

    /// <summary>With its epoch, if it has one; for rpm <c>[EPOCH:]VERSION-RELEASE</c>.</summary>
    public required string Version { get; init; }

    /// <summary>UTC, to the second: when this version was last installed, be it once more. Null where the host does not tell.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What that change replaced. Null where it was the same version or none, and where the host does not tell.</summary>
    public string? PreviousVersion { get; init; }
}
