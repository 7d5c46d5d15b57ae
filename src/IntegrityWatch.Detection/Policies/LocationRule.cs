using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A folder from where no program should run.</summary>
public sealed class LocationRule
{
    private readonly GlobSet paths;
    private readonly GlobSet except;

    /// <exception cref="FormatException">A pattern is wrong.</exception>
    internal LocationRule(LocationEntry entry)
    {
        Id = entry.Id;
        Severity = entry.Severity;
        Message = entry.Message;
        Techniques = entry.Techniques;
        paths = new GlobSet(entry.Paths);
        except = new GlobSet(entry.Except);
        EffectiveUsers = entry.EffectiveUsers;
    }

    public string Id { get; }

    public Severity Severity { get; }

    public string Message { get; }

    public IReadOnlyList<string> Techniques { get; }

    /// <summary>Only programs that these run; anybody where none are named.</summary>
    internal IReadOnlyList<uint> EffectiveUsers { get; }

    /// <summary>A rule that names users says nothing of a file whose users are not known.</summary>
    public bool Applies(HostPath path, ProcessInfo? process) =>
        Covers(path) && (EffectiveUsers.Count == 0 || (process?.Euid is { } user && EffectiveUsers.Contains(user)));

    /// <summary>True where it is about the path, whoever runs what lies there.</summary>
    internal bool Covers(HostPath path) => paths.Matches(path.Bytes) && !except.Matches(path.Bytes);
}

/// <summary>A location rule as a policy file writes it.</summary>
internal sealed record LocationEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public IReadOnlyList<string> Except { get; set; } = [];

    public IReadOnlyList<uint> EffectiveUsers { get; set; } = [];

    public required Severity Severity { get; init; }

    public IReadOnlyList<string> Techniques { get; set; } = [];

    public required string Message { get; init; }
}
