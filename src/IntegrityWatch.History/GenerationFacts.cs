namespace IntegrityWatch.History;

/// <summary>Where a generation comes from, as its maker says it. See <see cref="Generation"/>.</summary>
public sealed record GenerationFacts(GenerationOrigin Origin, DateTimeOffset EvidenceAt)
{
    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }

    public string? BootId { get; init; }
}
