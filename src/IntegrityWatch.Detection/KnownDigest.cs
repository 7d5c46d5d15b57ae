namespace IntegrityWatch.Detection;

/// <summary>A digest that the path had before, or has beside.</summary>
public sealed record KnownDigest
{
    public required Digest Digest { get; init; }

    public required KnownState State { get; init; }

    /// <summary>The generation that approved it; null where none did.</summary>
    public int? Generation { get; init; }

    /// <summary>Null where it was approved and never seen used.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }
}

/// <summary>What the baseline holds of a digest.</summary>
public enum KnownState
{
    Approved,
    Superseded,
    Observed,
}
