namespace IntegrityWatch.Evidence.Packages;

/// <summary>A file and the package that it belongs to.</summary>
public sealed record PackagedFile
{
    /// <summary>As the kernel reports it: without links in its folders, and where a diversion has put it.</summary>
    public required HostPath Path { get; init; }

    public required InstalledPackage Package { get; init; }

    /// <summary>What the package installed there: MD5 for dpkg, the package's own algorithm for rpm. Null where the package does not say.</summary>
    public Digest? Manifest { get; init; }

    /// <summary>It is meant to be edited on the host, so that no <see cref="Manifest"/> is given.</summary>
    public bool IsConfiguration { get; init; }

    /// <summary>It is no file of the package but a script that the manager runs when the package comes or goes.</summary>
    public bool IsScript { get; init; }
}

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
