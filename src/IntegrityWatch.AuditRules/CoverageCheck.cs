using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Evidence.Audit;

namespace IntegrityWatch.AuditRules;

/// <summary>
/// Holds rules against those that ship: does each of their events happen, under a key that names its technique?
/// </summary>
internal sealed class CoverageCheck(TechniqueTable techniques, IKeyTechniques keys, IReadOnlyCollection<AuditRule> loaded)
{
    private readonly List<(AuditRule Rule, HashSet<string> Techniques)> rules = [.. loaded.Select(rule =>
        (rule, rule.Keys.SelectMany(keys.Of).Select(id => techniques.Find(id).Id).ToHashSet()))];

    public IReadOnlyList<TechniqueCoverage> Run() =>
    [
        .. ShippedRules.Rules()
            .GroupBy(rule => TechniqueKey.Ids(rule.Keys[0])[0])
            .Select(group => Of(group.Key, [.. group])),
    ];

    private TechniqueCoverage Of(string id, IReadOnlyList<AuditRule> wanted)
    {
        var atoms = wanted.SelectMany(CoverageAtom.Of).ToList();
        var gaps = atoms.Select(atom => (Atom: atom, Reason: Gap(atom, id))).Where(gap => gap.Reason is not null).ToList();
        var state = gaps.Count == 0 ? CoverageState.Covered : gaps.Count < atoms.Count || gaps.Any(gap => gap.Reason!.Length > 0)
            ? CoverageState.Partly
            : CoverageState.Missed;
        IReadOnlyList<string> missing = [];
        if (gaps.Count > 0 && gaps.All(gap => gap.Atom.Rule.Arch == "b32" && gap.Reason!.Length == 0)
            && gaps.Count == atoms.Count(atom => atom.Rule.Arch == "b32"))
            missing = ["everything that programs of 32 bits do (b32)"];
        else if (state != CoverageState.Missed)
            missing = Describe(gaps!);
        return new TechniqueCoverage(techniques.Find(id), state, missing);
    }

    /// <summary>Why nothing tells of it: empty where no rule does; null where one does.</summary>
    private string? Gap(CoverageAtom atom, string id)
    {
        var reason = "";
        foreach (var (rule, named) in rules)
        {
            if (!atom.IsWithin(rule))
                continue;
            if (atom.Narrowed(rule) is { Count: > 0 } more)
                reason = reason.Length > 0 ? reason : $"only with {string.Join(" and ", more)}";
            else if (named.Contains(id))
                return null;
            else
                reason = "recorded, without a key that names the technique";
        }
        return reason;
    }

    /// <summary>One text a place, or a set of system calls, where the reason is the same.</summary>
    private static List<string> Describe(IEnumerable<(CoverageAtom Atom, string Reason)> gaps) =>
    [
        .. gaps.GroupBy(gap => (gap.Atom.Rule.Path, gap.Atom.Rule.Arch, gap.Reason, IsCall: gap.Atom.What.Length > 1))
            .Select(gap => (gap.Key.Path, gap.Key.Arch, gap.Key.Reason,
                What: string.Join(gap.Key.IsCall ? "," : "", gap.Select(part => part.Atom.What).Distinct())))
            .GroupBy(gap => (gap.Path, gap.What, gap.Reason))
            .Select(gap => string.Join(' ', new[]
            {
                gap.Key.Path, gap.Key.What, string.Join(',', gap.Select(part => part.Arch)),
            }.Where(part => part is not null)) + (gap.Key.Reason.Length > 0 ? $": {gap.Key.Reason}" : "")),
    ];
}

/// <summary>Whether rules tell of a technique.</summary>
/// <param name="Technique">Which one.</param>
/// <param name="State">Whether they do.</param>
/// <param name="Missing">What they leave out: files and folders with permissions, system calls, architectures.</param>
public sealed record TechniqueCoverage(Technique Technique, CoverageState State, IReadOnlyList<string> Missing);

/// <summary>How much of what the shipped rules tell of a technique other rules tell too.</summary>
public enum CoverageState
{
    Covered,
    Partly,
    Missed,
}
