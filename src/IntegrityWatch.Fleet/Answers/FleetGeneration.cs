namespace IntegrityWatch.Fleet.Answers;

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
