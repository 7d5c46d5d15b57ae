namespace IntegrityWatch.Delivery;

/// <summary>What one run did for one sink.</summary>
public sealed record SinkDelivery
{
    public required string Sink { get; init; }

    /// <summary>How many messages it was given.</summary>
    public long Sent { get; init; }

    /// <summary>How many of them it refused for what they hold; they are not sent again.</summary>
    public long Refused { get; init; }

    /// <summary>Why it refused the first of those; null where it refused none.</summary>
    public string? RefusedFor { get; init; }

    /// <summary>How many wait now.</summary>
    public long Waiting { get; init; }

    /// <summary>How many found no room since it was last told everything.</summary>
    public long Missed { get; init; }

    /// <summary>Why what waits was not sent; null where all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>What came back; null where nothing was sent.</summary>
    public string? Answer { get; init; }
}
