namespace IntegrityWatch.History;

/// <summary>How far one boot's measurement list has been read.</summary>
public sealed record BootCursor
{
    /// <summary>The kernel's boot_id, or a stand-in where the evidence has none.</summary>
    public required string BootId { get; init; }

    public required long Entries { get; init; }

    /// <summary>Bytes of the list that hold those entries.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of those bytes.</summary>
    public required byte[] PrefixDigest { get; init; }

    public required DateTimeOffset LastScanned { get; init; }
}
