namespace IntegrityWatch.Detection.Attack;

/// <summary>One row of the technique table as it ships.</summary>
internal sealed record TechniqueEntry
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Tactics { get; set; } = [];

    /// <summary><c>revoked</c> or <c>deprecated</c>; null while ATT&amp;CK keeps it.</summary>
    public string? Status { get; set; }

    public string? Successor { get; set; }
}
