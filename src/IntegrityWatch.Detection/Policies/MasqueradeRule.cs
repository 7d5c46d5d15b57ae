namespace IntegrityWatch.Detection.Policies;

/// <summary>Names that a program in a bad folder bears to pass for something else.</summary>
public sealed class MasqueradeRule
{
    private readonly GlobSet names;

    /// <exception cref="FormatException">A pattern is wrong.</exception>
    internal MasqueradeRule(MasqueradeEntry entry)
    {
        Id = entry.Id;
        Severity = entry.Severity;
        Message = entry.Message;
        Techniques = entry.Techniques;
        names = new GlobSet(entry.Names);
    }

    public string Id { get; }

    public Severity Severity { get; }

    public string Message { get; }

    public IReadOnlyList<string> Techniques { get; }

    public bool Applies(HostPath path) => names.Matches(path.FileName);
}

/// <summary>A masquerade rule as a policy file writes it.</summary>
internal sealed record MasqueradeEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    public required string Message { get; init; }
}
