namespace IntegrityWatch.Delivery.Transports;

/// <summary>What became of messages that were sent.</summary>
public sealed record TransportOutcome
{
    /// <summary>How many of them, from the first, the sink has as far as anybody can tell; they need not be sent again.</summary>
    public required int Taken { get; init; }

    /// <summary>How many of those the sink refused for what they hold, so that sending them again would not help.</summary>
    public int Refused { get; init; }

    /// <summary>Why the rest was not taken, or the first was refused: some words in lower case, such as <c>connection refused</c>; null where all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>What came back, for people: <c>202 Accepted</c>, <c>nothing, which is all that UDP tells</c>.</summary>
    public string? Answer { get; init; }
}
