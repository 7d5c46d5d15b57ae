using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>
/// Something that happened to a path or to the evidence, rather than a digest that was used: a violation, a file the kernel could not
/// hash, a list that was altered, records that are missing.
/// </summary>
public sealed record IncidentRecord
{
    public required IncidentKey Key { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>How many times since it was first seen.</summary>
    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>What the evidence says of it, one line; null where it says nothing.</summary>
    public string? Cause { get; init; }

    public ProcessInfo? Process { get; init; }
}
