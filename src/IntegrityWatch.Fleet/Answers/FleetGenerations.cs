namespace IntegrityWatch.Fleet.Answers;

/// <summary>What hosts approved, and what was approved for groups of them.</summary>
/// <param name="OfHosts">By host, the latest first.</param>
/// <param name="OfGroups">By group, the latest first.</param>
public sealed record FleetGenerations(IReadOnlyList<FleetGeneration> OfHosts, IReadOnlyList<GroupGeneration> OfGroups);

/// <summary>A generation of a host, as it told of it. What it told once it cannot take back.</summary>
public sealed record FleetGeneration
{
    public required string Host { get; init; }

    public required int Number { get; init; }

    /// <summary><c>capture</c>, <c>acceptance</c> or <c>import</c>.</summary>
    public required string Origin { get; init; }

    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>By the store's clock.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    public required int Paths { get; init; }

    /// <summary>In hexadecimal, see <see cref="History.Generation.Chain"/>.</summary>
    public required string Chain { get; init; }

    /// <summary>True where the host told of this generation before, and otherwise.</summary>
    public bool IsRewritten { get; init; }
}

/// <summary>A signed generation that was approved for a group of hosts.</summary>
public sealed record GroupGeneration
{
    public required string Group { get; init; }

    /// <summary>1 for the group's first, one more for each that follows.</summary>
    public required int Number { get; init; }

    /// <summary>The role that approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>By the store's clock.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of the exported file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the exported file.</summary>
    public required long Bytes { get; init; }
}
