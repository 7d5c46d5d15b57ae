namespace IntegrityWatch.Doctor.Ima;

/// <summary>
/// One rule of an IMA policy (Documentation/ABI/testing/ima_policy): an action, and conditions that all must hold.
/// </summary>
/// <param name="Action"><c>measure</c>, <c>dont_measure</c>, <c>audit</c> and so on.</param>
/// <param name="Conditions">By name, as they stand there.</param>
internal sealed record ImaRule(string Action, IReadOnlyList<(string Name, string Value)> Conditions)
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
    public IEnumerable<string> Limits => Conditions.Where(condition => Narrowing.Contains(condition.Name))
        .Select(condition => $"{condition.Name}{(condition.Value.StartsWith('<') || condition.Value.StartsWith('>') ? "" : "=")}{condition.Value}");

    /// <summary>True where it takes effect on that occasion, whatever else it asks.</summary>
    public bool IsAbout(string occasion)
    {
        foreach (var (name, value) in Conditions)
        {
            if (name == "func" && Modern(value) != occasion)
                return false;
            if (name == "mask" && value.TrimStart('^') != "MAY_EXEC")
                return false;
        }
        return true;
    }

    /// <summary>True where the file system alone decides, and it is that one: the magic numbers of linux/magic.h.</summary>
    public bool IsAboutAllOf(uint magic) => Limits.Count() == 1 && Conditions.Any(condition => condition.Name == "fsmagic" && MagicOf(condition.Value) == magic);

    private static uint? MagicOf(string text) =>
        uint.TryParse(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text,
            System.Globalization.NumberStyles.AllowHexSpecifier, null, out var magic) ? magic : null;

    /// <summary>The names of before Linux 3.16 still load.</summary>
    private static string Modern(string occasion) => occasion switch
    {
        "PATH_CHECK" => "FILE_CHECK",
        "FILE_MMAP" => "MMAP_CHECK",
        _ => occasion,
    };

    private static (string Name, string Value) Split(string word)
    {
        var end = word.IndexOfAny(['=', '<', '>']);
        return end < 0 ? (word, "") : (word[..end], word[end] == '=' ? word[(end + 1)..] : word[end..]);
    }
}
