using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>Something that happened to a path, rather than a state that it is in: a violation, a file the kernel could not hash.</summary>
public sealed record IncidentRecord
{
    /// <summary>The kind of finding that it makes, <c>violation</c> or <c>unmeasurable</c>.</summary>
    public required string Kind { get; init; }

    public required HostPath Path { get; init; }

    /// <summary>How many times since it was first seen.</summary>
    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>What the evidence says of it, one line; null where it says nothing.</summary>
    public string? Cause { get; init; }

    public ProcessInfo? Process { get; init; }
}
