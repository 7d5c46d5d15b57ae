using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Detection.Policies;

/// <summary>How bad findings of some kinds are at some paths, where some users or programs did it (<c>pathRules</c>).</summary>
public sealed class PathRule
{
    private readonly GlobSet paths;
    private readonly GlobSet except;
    private readonly GlobSet parents;
    private readonly IReadOnlyList<PathRuleUser> users;
    private readonly HashSet<uint> numbers;

    /// <exception cref="FormatException">A pattern is wrong, a kind is none of those that a rule can speak of, or it lowers too far.</exception>
    internal PathRule(PathRuleEntry entry)
    {
        if (string.IsNullOrWhiteSpace(entry.Id) || entry.Id.Contains('+', StringComparison.Ordinal))
            throw new FormatException("an id is a name without +");
        if (entry.Paths.Count == 0)
            throw new FormatException("paths: none is named");
        if (entry.Severity == Severity.Info && entry.Users.Count == 0 && entry.Parents.Count == 0)
            throw new FormatException("severity: to info only what certain users or parents do, and neither is named; low is the lowest otherwise");
        Id = entry.Id;
        Severity = entry.Severity;
        Message = string.IsNullOrWhiteSpace(entry.Message) ? null : entry.Message;
        Realm = entry.Realm;
        Kinds = entry.Kinds is null ? [.. Enum.GetValues<FindingKind>().Where(kind => kind.Facts().PathRules == PathRuleScope.ByDefault)]
            : [.. entry.Kinds.Select(KindOf)];
        if (Kinds.Count == 0)
            throw new FormatException("kinds: none is named");
        paths = new GlobSet(entry.Paths);
        except = new GlobSet(entry.Except);
        parents = new GlobSet(entry.Parents);
        users = entry.Users;
        NamesParents = entry.Parents.Count > 0;
        Who = string.Join(" and ", new[]
        {
            NamesUsers ? $"users {string.Join(", ", users.Select(user => user.Name ?? $"{user.Number}"))}" : null,
            NamesParents ? $"parents {string.Join(", ", entry.Parents)}" : null,
        }.OfType<string>());
        numbers = [.. users.Select(user => user.Number).OfType<uint>()];
    }

    public string Id { get; }

    public Severity Severity { get; }

    /// <summary>Why, for people; null where the rule does not say.</summary>
    public string? Message { get; }

    public Realm Realm { get; }

    internal HashSet<FindingKind> Kinds { get; }

    /// <summary>Whose doing it is about, for people: text of any characters. Empty where it is anybody's.</summary>
    public string Who { get; }

    public bool NamesUsers => users.Count > 0;

    public bool NamesParents { get; }

    /// <summary>True where it says by name who did it: which number that is only a host can say.</summary>
    internal bool AsksHost => users.Any(user => user.Number is null);

    /// <summary>The users that it speaks of, as far as the host knows them.</summary>
    internal IReadOnlyCollection<uint> Users => numbers;

    /// <summary>Names that the host does not know: of them the rule says nothing.</summary>
    public IReadOnlyList<string> UnknownUsers { get; private set; } = [];

    internal void Resolve(UserNames host)
    {
        numbers.UnionWith(users.Select(user => user.Name is { } name ? host.NumberOf(name) : null).OfType<uint>());
        UnknownUsers = [.. users.Select(user => user.Name).OfType<string>().Where(name => host.NumberOf(name) is null)];
    }

    /// <summary>True where it speaks of such a finding, whoever did it.</summary>
    public bool Covers(FindingKind kind, Realm realm, HostPath path) => Realm == realm && Kinds.Contains(kind) && CoversPath(path);

    internal bool CoversPath(HostPath path) => !path.IsEmpty && paths.Matches(path.Bytes) && !except.Matches(path.Bytes);

    /// <summary>
    /// True where one of its users did it. Who lowers has to be sure: of a program that runs with another user's rights both are asked.
    /// </summary>
    internal bool IsByUser(ProcessInfo process, bool surely) => !NamesUsers
        || (surely ? IsUser(process.Uid) && IsUser(process.Euid) : IsUser(process.Uid) || IsUser(process.Euid));

    internal bool IsParent(HostPath program) => parents.Matches(program.Bytes);

    private bool IsUser(uint? id) => id is { } number && numbers.Contains(number);

    private static FindingKind KindOf(string name)
    {
        if (FindingKindNames.Parse(name ?? "") is not { } kind)
            throw new FormatException($"kinds: no finding is of kind \"{name}\", the nearest is \"{NearestName.Of(name ?? "", Enum.GetValues<FindingKind>().Select(known => known.Name()))}\"");
        return kind.Facts().PathRules == PathRuleScope.Never
            ? throw new FormatException($"kinds: no path makes {name} any better: a rule can speak of "
                + string.Join(", ", Enum.GetValues<FindingKind>().Where(known => known.Facts().PathRules != PathRuleScope.Never).Select(known => known.Name())))
            : kind;
    }
}

/// <summary>Whether a path rule can speak of a kind of finding.</summary>
public enum PathRuleScope
{
    /// <summary>Where the rule names no kinds.</summary>
    ByDefault,

    /// <summary>Only where the rule names it.</summary>
    WhereNamed,

    Never,
}

/// <summary>A path rule as a policy file writes it.</summary>
internal sealed record PathRuleEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public IReadOnlyList<string> Except { get; set; } = [];

    /// <summary>Null for those that any rule speaks of.</summary>
    public IReadOnlyList<string>? Kinds { get; set; }

    public IReadOnlyList<PathRuleUser> Users { get; set; } = [];

    public IReadOnlyList<string> Parents { get; set; } = [];

    public Realm Realm { get; set; }

    public required Severity Severity { get; init; }

    public string? Message { get; set; }
}
