using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>A digest that a person approved for a path. Kept for ever.</summary>
public sealed record Approval
{
    public required HostPath Path { get; init; }

    public required Digest Digest { get; init; }

    public required ApprovalTerms Terms { get; init; }

    /// <summary>
    /// The generation at which it was first the content on disk, or stood for it; null where only a list held it beside the
    /// disk's, as an initramfs's copy.
    /// </summary>
    public int? OnDiskSince { get; init; }

    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>See <see cref="Observation.PathMayHoldSpaces"/>.</summary>
    public bool PathMayHoldSpaces { get; init; }

    /// <summary>The generation that approved it first.</summary>
    public int Generation => Terms.First;

    /// <summary>The generation in which the path had moved on from it; null while it is approved.</summary>
    public int? SupersededIn => Terms.SupersededIn;

    /// <summary>True where every generation that told of it was taken back.</summary>
    public bool IsVoid => Terms.AreVoid;

    public bool WasOnDisk => OnDiskSince is not null;

    public bool IsSuperseded => SupersededIn is not null;
}
