namespace IntegrityWatch.Evidence.Packages;

public sealed record PackagedFile
{
    public required HostPath Path { get; init; }

    public required InstalledPackage Package { get; init; }

    public Digest? Manifest { get; init; }

    public bool IsConfiguration { get; init; }

    public bool IsScript { get; init; }
}
