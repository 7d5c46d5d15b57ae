namespace IntegrityWatch.Detection.Indicators;

/// <summary>One indicator of a group as a policy file writes it: paths, names or both.</summary>
internal sealed record IndicatorEntry
{
    /// <summary>Patterns of whole paths. What they say of /bin, /sbin and /lib is true of the same folders in /usr, and the other way round.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>Patterns of what follows a path's last slash, in any folder.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>Not matched where a package owns the path: others use the name too.</summary>
    public bool UnlessPackaged { get; set; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    /// <summary>Which of the group's sources names it, where that is not the first.</summary>
    public string? Source { get; set; }

    /// <summary>What it is; ends a sentence that people read.</summary>
    public required string Note { get; init; }
}
