namespace IntegrityWatch.History.Outbox;

/// <summary>Messages that wait for one sink, encoded as it takes them.</summary>
public sealed record OutboxBatch
{
    /// <summary>The sink's name.</summary>
    public required string Sink { get; init; }

    /// <summary>Batches go out in the order of their numbers.</summary>
    public required long Number { get; init; }

    /// <summary>When they were put here.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many messages it holds, those that are sent included.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them, from the first, the sink has.</summary>
    public int Sent { get; init; }

    /// <summary>See <see cref="PackedMessages"/>.</summary>
    public required byte[] Content { get; init; }
}
