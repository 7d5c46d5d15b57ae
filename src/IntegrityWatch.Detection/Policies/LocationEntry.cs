namespace IntegrityWatch.Detection.Policies;

/// <summary>A location rule as a policy file writes it.</summary>
internal sealed record LocationEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public IReadOnlyList<string> Except { get; set; } = [];

    public IReadOnlyList<uint> EffectiveUsers { get; set; } = [];

    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    public required string Message { get; init; }
}
