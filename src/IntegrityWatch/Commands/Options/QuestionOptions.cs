using System.CommandLine;
using System.Text.RegularExpressions;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Commands.Options;

/// <summary>The options that limit what a command tells of: they mean the same wherever they are given.</summary>
internal sealed partial class QuestionOptions
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    private readonly Option<string?> technique = new("--technique") { HelpName = "T1140", Description = "Only what this ATT&CK technique, or a part of it, is told of" };

    private readonly Option<string?> user = new("--user") { HelpName = "USER", Description = "Only what this user did: a name, or the number of the user or the login" };

    private readonly Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what was seen since: 2026-11-23, 2026-11-23T10:00:00Z, 24h, 7d" };

    private readonly Option<string?> path = new("--path") { HelpName = "GLOB", Description = "Only what is about paths of this pattern" };

    private readonly Option<int?> limit = new("--limit") { HelpName = "N", Description = "Tell of so many at most; how many more there are is said" };

    private readonly Option<string?> kind = new("--kind") { HelpName = "KIND", Description = "Only findings of this kind" };

    private readonly Option<string?> severity = new("--severity")
    {
        HelpName = string.Join('|', Severities.Select(NameOf)),
        Description = "Only findings that are this bad or worse",
    };

    public QuestionOptions()
    {
        severity.AcceptOnlyFromAmong([.. Severities.Select(NameOf)]);
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
                result.AddError("--limit is 1 at least");
        });
    }

    /// <summary>Lets the names be typed, too, that the same options had where they were first.</summary>
    public void KeepOldNames()
    {
        severity.Aliases.Add("--min-severity");
        limit.Aliases.Add("--most");
    }

    /// <summary>Those that limit anything.</summary>
    public IReadOnlyList<Option> OfAll => [path, technique, user, since, limit];

    /// <summary>Those that limit findings, the words of which have a kind and a severity.</summary>
    public IReadOnlyList<Option> OfFindings => [severity, kind, .. OfAll];

    /// <summary>True where anything but the number is limited.</summary>
    public bool AreGiven(System.CommandLine.Parsing.CommandResult result) =>
        new Option[] { path, technique, user, since }.Any(option => result.GetResult(option) is { Implicit: false });

    /// <summary>True where anything but the number is limited.</summary>
    public bool AreGiven(CommandRun run) =>
        new Option<string?>[] { severity, kind, path, technique, user, since }.Any(option => run.Value(option) is not null);

    /// <exception cref="CannotCheckException">One of them is no such thing.</exception>
    /// <param name="run">The run of the command.</param>
    /// <param name="least">How bad a finding must be where that is not said.</param>
    public HistoryQuestion Question(CommandRun run, Severity least = Severity.Info) => new()
    {
        Technique = run.Value(technique) is { } id ? TechniqueOf(id) : null,
        User = run.Value(user),
        Since = run.Value(since) is { } time ? TimeArgument.Time(time, run.Now) : null,
        Pattern = run.Value(path) is { } glob ? PatternOf(glob) : null,
        Kind = run.Value(kind) is { } name ? KindOf(name) : null,
        Least = run.Value(severity) is { } named ? Severities.First(known => NameOf(known) == named) : least,
        Limit = run.Value(limit),
    };

    /// <exception cref="CannotCheckException">There is none of this name.</exception>
    public static FindingKind KindOf(string name) => FindingKindNames.Parse(name) ?? throw new CannotCheckException($"no such kind of finding: {SafeText.Of(name)}",
        $"the nearest is {NearestName.Of(name, Enum.GetValues<FindingKind>().Select(kind => kind.Name()))}");

    /// <exception cref="CannotCheckException">It is no pattern.</exception>
    public static GlobPattern PatternOf(string glob)
    {
        try
        {
            return GlobPattern.Parse(glob);
        }
        catch (FormatException fault)
        {
            throw new CannotCheckException($"not a pattern of paths: {SafeText.Of(glob)}: {fault.Message}", "give one such as /opt/**");
        }
    }

    private static string NameOf(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string TechniqueOf(string id) => TechniqueId().IsMatch(id)
        ? id.ToUpperInvariant()
        : throw new CannotCheckException($"not an ATT&CK technique: {SafeText.Of(id)}", "give its id, such as T1140 or T1053.003");

    [GeneratedRegex("^[Tt][0-9]{4}([.][0-9]{3})?$")]
    private static partial Regex TechniqueId();
}
