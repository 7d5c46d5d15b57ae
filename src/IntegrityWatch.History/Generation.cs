namespace IntegrityWatch.History;

/// <summary>One capture: from here on, what it approved is expected on this host.</summary>
public sealed record Generation
{
    /// <summary>1 for the first capture, one more for each that follows.</summary>
    public required int Number { get; init; }

    public string? Name { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    public string? BootId { get; init; }

    /// <summary>How many paths have an approved digest in it.</summary>
    public required int Paths { get; init; }
}
