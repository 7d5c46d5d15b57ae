using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Policies;

/// <summary>How bad a kind of finding is, and which techniques show themselves so.</summary>
public sealed record KindRule
{
    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    internal static KindRule Shipped(FindingKind kind) => new() { Severity = kind.Facts().Severity, Techniques = kind.Facts().Techniques };
}
