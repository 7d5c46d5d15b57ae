using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Detection.Indicators;

/// <summary>A threat group or a family of malware, its patterns checked.</summary>
internal sealed class IndicatorGroup
{
    /// <exception cref="FormatException">Something in it is wrong.</exception>
    public IndicatorGroup(IndicatorGroupEntry entry)
    {
        // The id becomes part of a rule's name, which is printed as it is.
        if (entry.Id.Length == 0 || !entry.Id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_'))
            throw new FormatException("an id is made of letters, digits, dots and dashes");
        if (entry.Sources.Concat(entry.Artifacts).Any(string.IsNullOrEmpty))
            throw new FormatException("a source or an artifact is empty");
        Paths = [.. entry.Indicators.Select(indicator => Checked(entry, indicator))];
    }

    public IReadOnlyList<PathIndicator> Paths { get; }

    private static PathIndicator Checked(IndicatorGroupEntry group, IndicatorEntry? entry)
    {
        if (entry is null)
            throw new FormatException("an indicator is null");
        if (entry.Paths.Count + entry.Names.Count == 0)
            throw new FormatException("an indicator has neither paths nor names");
        if (entry.Techniques.Any(string.IsNullOrEmpty))
            throw new FormatException("a technique is empty");
        _ = new GlobSet(entry.Paths.Concat(entry.Names));
        return new PathIndicator(entry.Paths, entry.Names, entry.UnlessPackaged, new Indicator
        {
            GroupId = group.Id,
            Name = group.Name,
            Source = entry.Source ?? (group.Sources.Count > 0 ? group.Sources[0] : group.Attack),
            Techniques = entry.Techniques,
            Note = entry.Note,
        });
    }
}

/// <summary>A threat group or a family of malware as a policy file writes it.</summary>
internal sealed record IndicatorGroupEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Its id in ATT&amp;CK, such as G0106 or S0599.</summary>
    public string? Attack { get; set; }

    /// <summary>Public reports that name its indicators: addresses or titles.</summary>
    public IReadOnlyList<string> Sources { get; set; } = [];

    /// <summary>What is matched against the programs, libraries and modules that ran.</summary>
    public required IReadOnlyList<IndicatorEntry> Indicators { get; init; }

    /// <summary>Files that never run, such as cron files and locks: for people, and for rules about writing.</summary>
    public IReadOnlyList<string> Artifacts { get; set; } = [];
}

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
