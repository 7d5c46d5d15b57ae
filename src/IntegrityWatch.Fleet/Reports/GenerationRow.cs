using IntegrityWatch.History;

namespace IntegrityWatch.Fleet.Reports;

/// <summary>A generation, as the host's history has it.</summary>
internal sealed record GenerationRow : StoreRow
{
    public required int Number { get; init; }

    public required string Chain { get; init; }

    public required string Origin { get; init; }

    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? By { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    public required int Paths { get; init; }

    public required string Content { get; init; }

    public override bool Fits => true;

    public static GenerationRow Of(Generation generation) => new()
    {
        Number = generation.Number,
        Chain = generation.Chain,
        Origin = generation.Origin.ToString().ToLowerInvariant(),
        Name = StoreText.Of(generation.Name, Columns.Name),
        Reason = StoreText.Of(generation.Reason, Columns.Reason),
        By = StoreText.Of(generation.By, Columns.Name),
        CapturedAt = generation.CapturedAt,
        Paths = generation.Paths,
        Content = generation.Content,
    };
}
