namespace IntegrityWatch.Fleet.Answers;

/// <summary>A signed generation that somebody approved for a group of hosts.</summary>
public sealed record GroupGeneration
{
    public required string Group { get; init; }

    /// <summary>1 for the group's first, one more for each that follows.</summary>
    public required int Number { get; init; }

    /// <summary>The role that approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>By the store's clock.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of the exported file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the exported file.</summary>
    public required long Bytes { get; init; }
}
