namespace IntegrityWatch.Evidence;

/// <summary>Something that happened to a path since the last look, and how often.</summary>
public sealed record Incident
{
    public required IncidentKind Kind { get; init; }

    public required HostPath Path { get; init; }

    public required long Count { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>Why, in the kernel's word (<c>ToMToU</c>, <c>open_writers</c>), where audit tells.</summary>
    public string? Cause { get; init; }

    public ProcessInfo? Process { get; init; }
}
