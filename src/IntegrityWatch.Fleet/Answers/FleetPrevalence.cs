namespace IntegrityWatch.Fleet.Answers;

/// <summary>On how many hosts a digest or a path was seen.</summary>
/// <param name="Seen">On how many hosts any of it was seen.</param>
/// <param name="Reporting">How many hosts ever reported a file.</param>
/// <param name="Digests">The most prevalent first.</param>
public sealed record FleetPrevalence(long Seen, long Reporting, IReadOnlyList<PrevalentDigest> Digests);

/// <summary>On how many hosts a path was seen with a digest.</summary>
public sealed record PrevalentDigest
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>Whose it is on those hosts, by its fixed name: a container's, or claimed to be one's. Null for the hosts' own.</summary>
    public string? Realm { get; init; }

    public required long Hosts { get; init; }

    /// <summary>When the first of them had it, by its own clock, and which that was.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    public required string FirstHost { get; init; }

    /// <summary>When it turned up on the latest of them, and which that was.</summary>
    public required DateTimeOffset LatestSeen { get; init; }

    public required string LatestHost { get; init; }
}
