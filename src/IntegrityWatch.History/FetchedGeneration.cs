namespace IntegrityWatch.History;

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
