namespace IntegrityWatch.History;

/// <summary>What is true of the history as a whole.</summary>
public sealed record HistoryState
{
    /// <summary>The host's name when it was first observed.</summary>
    public string? Host { get; init; }

    /// <summary>When a scan last published something.</summary>
    public DateTimeOffset? LastScan { get; init; }

    /// <summary>
    /// The time between the scans so far, each no longer than a scan may be old: what findings age by. A host that is not looked at does
    /// not age, and a clock that is set ahead ages nothing by more than one such time.
    /// </summary>
    public TimeSpan Counted { get; init; }

    /// <summary>What <see cref="Counted"/> is at a scan of now.</summary>
    /// <param name="now">Its clock.</param>
    /// <param name="most">How old a scan may be: what lies between two counts for no more.</param>
    public TimeSpan CountedAt(DateTimeOffset now, TimeSpan most)
    {
        var since = now - (LastScan ?? now);
        return Counted + new TimeSpan(Math.Clamp(since.Ticks, 0, most.Ticks));
    }

    /// <summary>
    /// The generation of which records after it were read already, by their time: what is read later is no record that only came late. 0 for none.
    /// </summary>
    public int PassedBy { get; init; }

    /// <summary>How many scans have published something: unlike a clock it never goes back.</summary>
    public long Scans { get; init; }

    /// <summary>When what is too old was last forgotten.</summary>
    public DateTimeOffset? LastPruned { get; init; }

    /// <summary>The state of the package database when open findings were last held against it.</summary>
    public string? PackagesStamp { get; init; }

    /// <summary>Tells the policy that the open findings were judged with from any other.</summary>
    public string? PolicyFingerprint { get; init; }

    /// <summary>
    /// The format that this history had before, until a scan or a capture has made waivers of what a person accepted or included then;
    /// null at all other times.
    /// </summary>
    public int? MigratedFrom { get; init; }

    /// <summary>What was fetched of each group's generations last, in the order in which the groups came.</summary>
    public IReadOnlyList<FetchedGeneration> Fetched { get; init; } = [];
}

/// <summary>The generation of a group of hosts that was fetched last, so that no earlier one is taken for news.</summary>
public sealed record FetchedGeneration
{
    public required string Group { get; init; }

    /// <summary>See <see cref="Generation.EvidenceAt"/>: it is part of what was signed.</summary>
    public required DateTimeOffset EvidenceAt { get; init; }

    /// <summary>See <see cref="Generation.CapturedAt"/>: of two with the same evidence, it tells which came later.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>Of the document, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>True where that one was made after this.</summary>
    public bool IsBefore(Generation other) => (EvidenceAt, CapturedAt).CompareTo((other.EvidenceAt, other.CapturedAt)) < 0;
}
