using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Detection.Reports;

/// <summary>Which rules of a policy decide at a path, and what they would say of each kind of finding there: asked of the policy alone.</summary>
public sealed class PathExplanation
{
    private readonly Policy policy;
    private readonly List<PathRuleMention> rules = [];

    public PathExplanation(Policy policy, HostPath path)
    {
        (this.policy, Path) = (policy, path);
        foreach (var place in policy.Locations.Where(rule => rule.Covers(path)))
            rules.Add(new("locations", place.Id, place.Severity, place.EffectiveUsers.Count == 0 ? place.Message : $"{place.Message}, where the effective user is {string.Join(" or ", place.EffectiveUsers)}"));
        if (Masquerade is { } name)
            rules.Add(new("masquerades", name.Id, name.Severity, $"{name.Message}: what is in a bad place is as bad as that"));
        if (policy.Indicators.Match(path, ownedByPackage: false) is { } indicator)
            rules.Add(new("indicators", indicator.GroupId ?? "", policy.For(FindingKind.KnownBad).Severity, $"{indicator.Name}: {indicator.Note}"
                + (policy.Indicators.Match(path, ownedByPackage: true) is null ? ", unless a package owns it" : "")));
        if (policy.IsUserWritable(path))
            rules.Add(new("userWritable", "", Severity.High, "ordinary users can put files there: a copy of an approved program is worse"));
        foreach (var folder in policy.CaptureFolders.Where(folder => path.Bytes.StartsWith(folder.Bytes) && path.Bytes.Length > folder.Bytes.Length && path.Bytes[folder.Bytes.Length] == (byte)'/'))
            rules.Add(new("captureFolders", folder.ToString(), null, "a capture looks here for what has not run yet"));
        if (policy.Containers.RootAbove(path) is { } root)
            rules.Add(new("containers.roots", root, null, "below a folder where containers' file systems lie"));
        foreach (var rule in policy.TechniqueRules.Where(rule => rule.Covers(path)))
            rules.Add(new("techniqueRules", rule.Id, rule.Severity, $"{rule.Message} ({string.Join(", ", rule.Techniques)})"));
        foreach (var rule in policy.PathRules.Where(rule => rule.CoversPath(path)))
            rules.Add(new("pathRules", rule.Id, rule.Severity, Describe(rule)));
        Kinds = [.. Enum.GetValues<FindingKind>().Where(IsPossible).Select(Of)];
    }

    public HostPath Path { get; }

    /// <summary>In the order in which the policy's parts are asked; path rules in the order in which the last decides.</summary>
    public IReadOnlyList<PathRuleMention> Rules => rules;

    /// <summary>What would be told of the host's files there, kind by kind.</summary>
    public IReadOnlyList<KindAtPath> Kinds { get; }

    private MasqueradeRule? Masquerade => policy.Masquerades.FirstOrDefault(rule => rule.Applies(Path));

    private bool IsPossible(FindingKind kind) => kind.Facts().PathRules != PathRuleScope.Never
        && (kind != FindingKind.UnknownModule || ProgramFile.IsModule(Path))
        && (kind == FindingKind.Fileless) != Path.IsAbsolute
        && (kind != FindingKind.SuspiciousLocation || policy.Locations.Any(rule => rule.Covers(Path)));

    private KindAtPath Of(FindingKind kind)
    {
        var (severity, rule) = Unruled(kind);
        var sometimes = new List<SometimesDecides>();
        for (var i = policy.PathRules.Count - 1; i >= 0; i--)
            if (policy.PathRules[i] is var decides && decides.Covers(kind, Realm.Host, Path))
            {
                if (decides is { NamesUsers: false, NamesParents: false })
                    return new KindAtPath(kind, decides.Severity, decides.Id, severity, rule, sometimes);
                sometimes.Add(new SometimesDecides(decides.Id, decides.Severity, decides.Who));
            }
        return new KindAtPath(kind, severity, rule, severity, rule, sometimes);
    }

    private (Severity Severity, string Rule) Unruled(FindingKind kind)
    {
        var ofKind = policy.For(kind).Severity;
        if (kind == FindingKind.CopiedFile && policy.IsUserWritable(Path) && ofKind < Severity.High)
            return (Severity.High, "userWritable");
        if (kind != FindingKind.SuspiciousLocation)
            return (ofKind, kind.Name());
        var worst = policy.Locations.Where(rule => rule.Covers(Path)).MaxBy(rule => rule.Severity)!;
        return Masquerade is not { } name ? (worst.Severity, worst.Id)
            : (name.Severity.AtLeast(worst.Severity), $"{worst.Id}+{name.Id}");
    }

    private static string Describe(PathRule rule) => string.Join("; ", new[]
    {
        rule.Message,
        string.Join(", ", Enum.GetValues<FindingKind>().Where(rule.Kinds.Contains).Select(kind => kind.Name())),
        rule.Realm.NameElsewhere() is { } realm ? $"realm {realm}" : null,
        rule.Who.Length > 0 ? rule.Who : null,
        rule.UnknownUsers.Count > 0 ? $"this host knows no user {string.Join(", ", rule.UnknownUsers)}" : null,
    }.OfType<string>());
}

/// <summary>A rule that has a word where a path lies.</summary>
/// <param name="Part">Of which part of the policy.</param>
/// <param name="Id">Its id, or what the part holds; may be empty.</param>
/// <param name="Severity">How bad; null where it says nothing of that.</param>
/// <param name="Says">For people: text of any characters.</param>
public sealed record PathRuleMention(string Part, string Id, Severity? Severity, string Says);

/// <summary>What would be told of a kind.</summary>
/// <param name="Kind">Of which.</param>
/// <param name="Severity">How bad, where none of <paramref name="Sometimes"/> applies.</param>
/// <param name="Rule">What decides that.</param>
/// <param name="Otherwise">How bad without path rules.</param>
/// <param name="MadeBy">The rule that would make the finding.</param>
/// <param name="Sometimes">Path rules that come first where certain users or parents did it; the first that applies decides.</param>
public sealed record KindAtPath(FindingKind Kind, Severity Severity, string Rule, Severity Otherwise, string MadeBy, IReadOnlyList<SometimesDecides> Sometimes);

/// <summary>A path rule that decides where certain users or parents did it.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Severity">How bad then.</param>
/// <param name="Who">For people: text of any characters.</param>
public sealed record SometimesDecides(string Rule, Severity Severity, string Who);
