using System.CommandLine;
using System.Text.RegularExpressions;
using IntegrityWatch.Detection.Reports;

namespace IntegrityWatch.Commands.Options;

/// <summary>The options that limit what a command tells of.</summary>
internal sealed partial class QuestionOptions
{
    private readonly Option<string?> technique = new("--technique") { HelpName = "T1140", Description = "Only what this ATT&CK technique, or a part of it, is told of" };

    private readonly Option<string?> user = new("--user") { HelpName = "USER", Description = "Only what this user did: a name, or the number of the user or the login" };

    private readonly Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what was seen since: 2026-11-23, 2026-11-23T10:00:00Z, 24h, 7d" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { technique, user, since })
            command.Options.Add(option);
    }

    public bool AreGiven(System.CommandLine.Parsing.CommandResult result) =>
        new Option[] { technique, user, since }.Any(option => result.GetResult(option) is { Implicit: false });

    /// <exception cref="CannotCheckException">One of them is no such thing.</exception>
    public HistoryQuestion Question(CommandRun run) => new()
    {
        Technique = run.Value(technique) is { } id ? TechniqueOf(id) : null,
        User = run.Value(user),
        Since = run.Value(since) is { } time ? TimeArgument.Time(time, run.Now) : null,
    };

    private static string TechniqueOf(string id) => TechniqueId().IsMatch(id)
        ? id.ToUpperInvariant()
        : throw new CannotCheckException($"not an ATT&CK technique: {SafeText.Of(id)}", "give its id, such as T1140 or T1053.003");

    [GeneratedRegex("^[Tt][0-9]{4}([.][0-9]{3})?$")]
    private static partial Regex TechniqueId();
}
