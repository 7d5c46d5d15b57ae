using System.Text;

namespace IntegrityWatch.Detection.Policies;

/// <summary>How bad it is when an audit rule tells of a technique: most events of the kind happen every day.</summary>
public sealed class TechniqueRule
{
    private readonly HashSet<string> techniques;
    private readonly GlobSet paths;
    private readonly GlobSet except;
    private readonly GlobSet exceptPrograms;
    private readonly GlobSet exceptCommands;

    /// <exception cref="FormatException">A pattern is wrong.</exception>
    internal TechniqueRule(TechniqueRuleEntry entry)
    {
        Id = entry.Id;
        Severity = entry.Severity;
        Message = entry.Message;
        techniques = [.. entry.Techniques];
        paths = new GlobSet(entry.Paths);
        except = new GlobSet(entry.Except);
        exceptPrograms = new GlobSet(entry.ExceptPrograms);
        exceptCommands = new GlobSet(entry.ExceptCommands);
    }

    public string Id { get; }

    public Severity Severity { get; }

    public string Message { get; }

    /// <summary>Ids of techniques; one stands for its sub-techniques too.</summary>
    internal IEnumerable<string> Techniques => techniques.Order(StringComparer.Ordinal);

    /// <summary>True where it is about the path, whoever did it.</summary>
    internal bool Covers(HostPath path) => paths.Matches(path.Bytes) && !except.Matches(path.Bytes);

    /// <param name="technique">Its id; a rule for a technique is one for its sub-techniques too.</param>
    /// <param name="path">What it was done to.</param>
    public bool Applies(string technique, HostPath path) =>
        (techniques.Contains(technique) || techniques.Contains(technique.Split('.')[0]))
        && Covers(path);

    /// <summary>True of a program that may do it. By its name alone: whether it is that program is another question.</summary>
    public bool IsExcepted(HostPath program) => exceptPrograms.Matches(program.Bytes);

    /// <summary>
    /// True of a command that may be given. Only of a program that was started is the command line the kernel's record; of anything else it is
    /// what a process says of itself.
    /// </summary>
    public bool IsExceptedCommand(string? command) => command is not null && exceptCommands.Matches(Encoding.UTF8.GetBytes(command));
}

/// <summary>A technique rule as a policy file writes it.</summary>
internal sealed record TechniqueRuleEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Techniques { get; init; }

    public IReadOnlyList<string> Paths { get; set; } = ["/**"];

    public IReadOnlyList<string> Except { get; set; } = [];

    public IReadOnlyList<string> ExceptPrograms { get; set; } = [];

    public IReadOnlyList<string> ExceptCommands { get; set; } = [];

    public required Severity Severity { get; init; }

    public required string Message { get; init; }
}
