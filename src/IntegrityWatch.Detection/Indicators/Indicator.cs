namespace IntegrityWatch.Detection.Indicators;

/// <summary>Why a path or a digest is known to be bad.</summary>
public sealed record Indicator
{
    /// <summary>The group's id in the policy; null for content of a hash list.</summary>
    public string? GroupId { get; init; }

    /// <summary>
    /// The group's name; for content what its list calls it, which is text of any characters, to be escaped, and may be empty.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The public report that names it, or the list's file: text of any characters, to be escaped; null where none is given.</summary>
    public string? Source { get; init; }

    /// <summary>Ids of ATT&amp;CK techniques.</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>What it is, from the policy; empty for content.</summary>
    public string Note { get; init; } = "";
}
