namespace IntegrityWatch.Detection.Attack;

/// <summary>The technique table's file.</summary>
internal sealed record TechniqueFile
{
    /// <summary>Which release of ATT&amp;CK the rows are from.</summary>
    public required string Source { get; init; }

    /// <summary>The notice that ATT&amp;CK's terms of use ask for.</summary>
    public required string Notice { get; init; }

    public required Dictionary<string, TechniqueEntry> Techniques { get; init; }
}
