using IntegrityWatch.History;

namespace IntegrityWatch.Detection;

/// <summary>What a person settled of single findings, and what that did.</summary>
public sealed record SettledFindings
{
    /// <summary>The generation whose chained content holds it.</summary>
    public required Generation Generation { get; init; }

    /// <summary>The findings that were named.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Digests that were not approved before, or no longer.</summary>
    public IReadOnlyList<Approval> Approved { get; init; } = [];

    /// <summary>Lives that end with it, and why.</summary>
    public required IReadOnlyList<FindingLife> Closed { get; init; }
}
