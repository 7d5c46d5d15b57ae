using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>A digest that a person approved for a path, in a capture or by accepting a finding. Kept for ever.</summary>
public sealed record Approval
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>The generation that approved it first.</summary>
    public required int Generation { get; init; }

    /// <summary>The generation in which the path had moved on from it; null while it is approved.</summary>
    public int? SupersededIn { get; init; }

    /// <summary>True where it was the content on disk at a capture, or stood for it.</summary>
    public bool WasOnDisk { get; init; }

    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Why, where it was accepted by itself and not as part of a generation.</summary>
    public string? Reason { get; init; }

    /// <summary>See <see cref="Observation.PathMayHoldSpaces"/>.</summary>
    public bool PathMayHoldSpaces { get; init; }

    public bool IsSuperseded => SupersededIn is not null;
}
