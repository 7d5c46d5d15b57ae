using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>How far one boot's measurement list has been read.</summary>
public sealed record BootCursor
{
    /// <summary>The kernel's boot_id, or a stand-in where the evidence has none.</summary>
    public required string BootId { get; init; }

    public required ListPosition Position { get; init; }

    public required DateTimeOffset LastScanned { get; init; }
}
