namespace IntegrityWatch.History;

/// <summary>What the package manager said of a file when it was seen. It explains, and proves nothing: root can write what it says.</summary>
public sealed record PackageNote
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>When this version was installed last; null where nothing tells.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The version before that; null where nothing tells.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>
    /// Whether the file was, with the digest that was seen, what the package installed. Null where that cannot be told: the file on
    /// disk is gone or another by now, or the manager keeps no digest of it.
    /// </summary>
    public bool? MatchesManifest { get; init; }

    /// <summary>True for a maintainer's script that the package manager itself runs.</summary>
    public bool IsScript { get; init; }
}
