namespace IntegrityWatch.History.Outbox;

/// <summary>What is known of one sink: what it was told, and what waits for it.</summary>
public sealed record SinkState
{
    /// <summary>As the configuration has it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The number of the latest scan, see <see cref="HistoryState.Scans"/>, of whose findings it was told or will be: what changed in a later one is
    /// news to it. 0 for a sink that was told nothing yet.
    /// </summary>
    public long Told { get; init; }

    /// <summary>The number of the latest generation that it was told of or will be; 0 for none.</summary>
    public int Generation { get; init; }

    /// <summary>The number of the next batch for it.</summary>
    public long Next { get; init; }

    /// <summary>How many messages wait.</summary>
    public long Waiting { get; init; }

    /// <summary>The room that they take, in bytes.</summary>
    public long WaitingBytes { get; init; }

    /// <summary>How many messages found no room since it was last told everything.</summary>
    public long Missed { get; init; }

    /// <summary>How many messages it was given in all.</summary>
    public long Delivered { get; init; }

    /// <summary>When it was last given one.</summary>
    public DateTimeOffset? LastDelivery { get; init; }
}
