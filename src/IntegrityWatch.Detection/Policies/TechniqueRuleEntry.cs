namespace IntegrityWatch.Detection.Policies;

/// <summary>A technique rule as a policy file writes it.</summary>
internal sealed record TechniqueRuleEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Techniques { get; init; }

    public IReadOnlyList<string> Paths { get; set; } = ["/**"];

    public IReadOnlyList<string> Except { get; set; } = [];

    public IReadOnlyList<string> ExceptPrograms { get; set; } = [];

    public IReadOnlyList<string> ExceptCommands { get; set; } = [];

    public required Severity Severity { get; init; }

    public required string Message { get; init; }
}
