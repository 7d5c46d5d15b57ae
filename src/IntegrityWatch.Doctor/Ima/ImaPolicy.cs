namespace IntegrityWatch.Doctor.Ima;

/// <summary>Rules of IMA in their order: of each pair of actions, such as measure and dont_measure, the first that fits decides.</summary>
internal sealed class ImaPolicy
{
    /// <summary>TMPFS_MAGIC of linux/magic.h.</summary>
    private const uint Tmpfs = 0x01021994;

    /// <summary>The rules that ima_policy=tcb stands for, as far as they concern what is run (security/integrity/ima/ima_policy.c).</summary>
    private static readonly string[] Tcb =
    [
        "dont_measure fsmagic=0x9fa0", "dont_measure fsmagic=0x62656572", "dont_measure fsmagic=0x64626720", "dont_measure fsmagic=0x01021994",
        "dont_measure fsmagic=0x1cd1", "dont_measure fsmagic=0x42494e4d", "dont_measure fsmagic=0x73636673", "dont_measure fsmagic=0xf97cff8c",
        "dont_measure fsmagic=0x43415d53", "dont_measure fsmagic=0x27e0eb", "dont_measure fsmagic=0x63677270", "dont_measure fsmagic=0x6e736673",
        "dont_measure fsmagic=0xde5e81e4", "measure func=MMAP_CHECK mask=MAY_EXEC", "measure func=BPRM_CHECK mask=MAY_EXEC",
        "measure func=FILE_CHECK mask=^MAY_READ euid=0", "measure func=MODULE_CHECK", "measure func=FIRMWARE_CHECK", "measure func=POLICY_CHECK",
    ];

    private readonly IReadOnlyList<ImaRule> rules;

    private ImaPolicy(IReadOnlyList<ImaRule> rules) => this.rules = rules;

    public int Count => rules.Count;

    public static ImaPolicy BuiltIn { get; } = Parse(Tcb);

    public static ImaPolicy Parse(IEnumerable<string> lines) => new([.. lines.Select(ImaRule.Parse).OfType<ImaRule>()]);

    /// <param name="action"><c>measure</c> or <c>audit</c>.</param>
    /// <param name="occasion">The hook: <c>BPRM_CHECK</c>.</param>
    public RuleEffect EffectOf(string action, string occasion)
    {
        var isMemoryOut = false;
        var limits = new List<string>();
        foreach (var rule in rules.Where(rule => rule.IsAbout(occasion)))
        {
            var asked = rule.Limits.ToList();
            if (rule.Action == action)
            {
                if (asked.Count == 0)
                    return new RuleEffect(true, [], isMemoryOut);
                limits.Add(string.Join(' ', asked));
            }
            else if (rule.Action == "dont_" + action)
            {
                if (asked.Count == 0)
                    break;
                isMemoryOut |= rule.IsAboutAllOf(Tmpfs);
            }
        }
        return new RuleEffect(limits.Count > 0, limits, isMemoryOut);
    }
}

/// <summary>What a policy does on one occasion.</summary>
/// <param name="IsDone">True where it acts, at least under <paramref name="Limits"/>.</param>
/// <param name="Limits">Under which conditions only; empty where it always does.</param>
/// <param name="LeavesOutMemory">True where it does not act on files in memory: tmpfs, thus /dev/shm.</param>
internal sealed record RuleEffect(bool IsDone, IReadOnlyList<string> Limits, bool LeavesOutMemory)
{
    public bool IsWhole => IsDone && Limits.Count == 0;
}
