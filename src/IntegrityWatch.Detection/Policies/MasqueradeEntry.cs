namespace IntegrityWatch.Detection.Policies;

/// <summary>A masquerade rule as a policy file writes it.</summary>
internal sealed record MasqueradeEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    public required string Message { get; init; }
}
