namespace IntegrityWatch.EndToEnd;

/// <summary>What surrounds one run of the program.</summary>
internal sealed record RunOptions
{
    public Dictionary<string, string?> Environment { get; init; } = [];

    public string? StandardInput { get; init; }
}
