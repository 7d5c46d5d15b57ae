namespace IntegrityWatch.Evidence.Packages;

public sealed record InstalledPackage
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public string? PreviousVersion { get; init; }
}
