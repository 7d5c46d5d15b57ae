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
