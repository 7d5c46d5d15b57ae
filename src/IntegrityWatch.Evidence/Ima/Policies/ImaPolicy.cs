namespace IntegrityWatch.Evidence.Ima.Policies;

/// <summary>Rules of IMA in their order: of each pair of actions, such as measure and dont_measure, the first that fits decides.</summary>
public sealed class ImaPolicy
{
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

    /// <summary>True where files are measured that are only opened, besides those that are run and mapped.</summary>
    public bool MeasuresOpening => rules.Any(rule => rule.Action == "measure" && rule.IsOf(ImaOccasion.Reading.Name));

    /// <param name="action"><c>measure</c> or <c>audit</c>.</param>
    /// <param name="occasion">The hook.</param>
    public RuleEffect EffectOf(string action, ImaOccasion occasion)
    {
        var under = new List<ImaRule>();
        var exceptions = new List<ImaRule>();
        var isWhole = false;
        foreach (var rule in rules.Where(rule => rule.IsAbout(occasion) && (rule.Action == action || rule.Action == "dont_" + action)))
        {
            var isException = rule.Action != action;
            if (!rule.IsLimited)
            {
                isWhole = !isException;
                break;
            }
            // What an earlier rule took, no later one leaves out.
            if (!isException)
                under.Add(rule);
            else if (!under.Any(earlier => earlier.Covers(rule)))
                exceptions.Add(rule);
        }
        return new RuleEffect(isWhole, [.. isWhole ? [] : under], exceptions);
    }
}

/// <summary>What a policy does on one occasion.</summary>
/// <param name="IsGeneral">True where it acts on whatever no exception names.</param>
/// <param name="Under">Where it acts under conditions only, the rules that say under which.</param>
/// <param name="Exceptions">The rules by which it does not act.</param>
public sealed record RuleEffect(bool IsGeneral, IReadOnlyList<ImaRule> Under, IReadOnlyList<ImaRule> Exceptions)
{
    /// <summary>True where it acts at all.</summary>
    public bool IsDone => IsGeneral || Under.Count > 0;

    /// <summary>Exceptions by which it does not see programs that lie where programs lie: all but those for file systems that the kernel makes up.</summary>
    public IReadOnlyList<ImaRule> Holes => [.. Exceptions.Where(rule => rule.FileSystem is not { Kind: FileSystemKind.MadeUp } && !LeavesOutMemory(rule))];

    /// <summary>True where it acts on every program that does not lie in memory.</summary>
    public bool IsWhole => IsGeneral && Holes.Count == 0;

    /// <summary>True where it does not act on files in memory: tmpfs, thus /dev/shm and memfd.</summary>
    public bool IsBlindToMemory => Exceptions.Any(LeavesOutMemory);

    private static bool LeavesOutMemory(ImaRule rule) => rule.FileSystem is { Kind: FileSystemKind.Memory } && rule.Limits.Count() == 1;
}

/// <summary>A hook of the kernel from which IMA is called.</summary>
/// <param name="Name">As rules name it: <c>BPRM_CHECK</c>.</param>
/// <param name="Mask">What is asked of the file there, as <c>mask=</c> names it.</param>
public sealed record ImaOccasion(string Name, string Mask)
{
    public static readonly ImaOccasion Program = new("BPRM_CHECK", "MAY_EXEC");
    /// <summary>As <see cref="Program"/>, once the new program's rights are known.</summary>
    public static readonly ImaOccasion Credentials = new("CREDS_CHECK", "MAY_EXEC");

    public static readonly ImaOccasion Library = new("MMAP_CHECK", "MAY_EXEC");

    /// <summary>As <see cref="Library"/>, by the rights that the program asked for.</summary>
    public static readonly ImaOccasion RequestedLibrary = new("MMAP_CHECK_REQPROT", "MAY_EXEC");

    /// <summary>A module is read, and not executed, as far as its file is concerned.</summary>
    public static readonly ImaOccasion Module = new("MODULE_CHECK", "MAY_READ");

    public static readonly ImaOccasion Reading = new("FILE_CHECK", "MAY_READ");
}
