namespace IntegrityWatch.Evidence.Ima.Policies;

/// <summary>
/// One rule of an IMA policy (Documentation/ABI/testing/ima_policy): an action, and conditions that all must hold.
/// </summary>
/// <param name="Action"><c>measure</c>, <c>dont_measure</c>, <c>audit</c> and so on.</param>
/// <param name="Conditions">By name, as they stand there.</param>
public sealed record ImaRule(string Action, IReadOnlyList<(string Name, string Value)> Conditions)
{
    private const int MostConditions = 64;

    /// <summary>Conditions that choose among files or users; the others choose the occasion, or say how to record.</summary>
    private static readonly HashSet<string> Narrowing = new(StringComparer.Ordinal)
    {
        "uid", "euid", "gid", "egid", "fowner", "fgroup", "fsuuid", "fsmagic", "fsname", "fs_subtype",
        "subj_user", "subj_role", "subj_type", "obj_user", "obj_role", "obj_type",
    };

    /// <summary>Null for a blank line, a comment, and what is no rule.</summary>
    public static ImaRule? Parse(string line)
    {
        var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].StartsWith('#'))
            return null;
        // The audit log's form: action=measure func=BPRM_CHECK ... res=1.
        var action = words[0].StartsWith("action=", StringComparison.Ordinal) ? words[0]["action=".Length..] : words[0];
        return action.Contains('=', StringComparison.Ordinal)
            ? null
            : new ImaRule(action, [.. words.Skip(1).Take(MostConditions).Select(Split).Where(condition => condition.Name != "res")]);
    }

    /// <summary>What the rule asks beyond the occasion: <c>fowner=0</c>.</summary>
    public IEnumerable<string> Limits => Narrow.Select(condition =>
        $"{condition.Name}{(condition.Value.StartsWith('<') || condition.Value.StartsWith('>') ? "" : "=")}{condition.Value}");

    /// <summary>True where it asks anything of the file, its file system or the user.</summary>
    public bool IsLimited => Narrow.Any();

    /// <summary>The file system that it chooses; null where it chooses none, or one that is not known.</summary>
    public KnownFileSystem? FileSystem => Narrow.Select(condition => KnownFileSystems.Of(condition.Name, condition.Value)).OfType<KnownFileSystem>().FirstOrDefault();

    /// <summary>True where it chooses files by what their label says they are.</summary>
    public bool ChoosesByLabel => Narrow.Any(condition => condition.Name.StartsWith("obj_", StringComparison.Ordinal));

    /// <summary>True where a whole kind of the host's programs fits: all of root's, or all that lie on an ordinary disk.</summary>
    public bool IsSweeping => Narrow.Count() == 1
        && (FileSystem is { Kind: FileSystemKind.Disk } || Narrow.Single() is ("uid" or "euid" or "fowner" or "gid" or "egid" or "fgroup", "0"));

    /// <summary>What it asks, for people, with the names of file systems that stand there as numbers.</summary>
    public override string ToString() =>
        string.Join(' ', Limits) + (FileSystem is { } known && Narrow.Any(condition => condition.Name == "fsmagic") ? $" ({known.Names})" : "");

    /// <summary>True where every file that fits the other fits this one, because this one asks nothing that the other does not.</summary>
    public bool Covers(ImaRule other) => Limits.ToHashSet(StringComparer.Ordinal).IsSubsetOf(other.Limits);

    /// <summary>True where it takes effect on that occasion, whatever else it asks.</summary>
    public bool IsAbout(ImaOccasion occasion)
    {
        if (!IsOf(occasion.Name))
            return false;
        foreach (var (name, value) in Conditions)
            if (name == "mask" && value.TrimStart('^') != occasion.Mask)
                return false;
        return true;
    }

    /// <summary>True where it is called from the hook of that name: a rule that names none is, from all.</summary>
    public bool IsOf(string hook) => Conditions.All(condition => condition.Name != "func" || Modern(condition.Value) == hook);

    /// <summary>The names of before Linux 3.16 still load.</summary>
    private static string Modern(string occasion) => occasion switch
    {
        "PATH_CHECK" => "FILE_CHECK",
        "FILE_MMAP" => "MMAP_CHECK",
        _ => occasion,
    };

    private IEnumerable<(string Name, string Value)> Narrow => Conditions.Where(condition => Narrowing.Contains(condition.Name));

    private static (string Name, string Value) Split(string word)
    {
        var end = word.IndexOfAny(['=', '<', '>']);
        return end < 0 ? (word, "") : (word[..end], word[end] == '=' ? word[(end + 1)..] : word[end..]);
    }
}
