using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands.Options;

/// <summary>How findings are named to a command that settles them: by id, by path, or many at once by kind and pattern; and why.</summary>
internal sealed class NamedFindings
{
    private const int ShortestId = 4;
    private const int LongestId = 12;

    private readonly Argument<string[]> what = new("FINDING|PATH")
    {
        Description = "A finding's id, or the beginning of it; or a path: all that is open about it",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> kind = new("--kind") { HelpName = "KIND", Description = "All that is open of this kind" };

    private readonly Option<string?> paths = new("--path") { HelpName = "GLOB", Description = "All that is open about paths of this pattern" };

    private readonly Option<string> reason = new("--reason", "-m") { HelpName = "TEXT", Description = "Why, kept for ever", Required = true };

    public void AddTo(Command command)
    {
        command.Arguments.Add(what);
        command.Options.Add(kind);
        command.Options.Add(paths);
        command.Options.Add(reason);
        command.Validators.Add(result =>
        {
            if (result.GetResult(reason) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--reason is empty");
            if (result.GetValue(what) is not { Length: > 0 } && result.GetValue(kind) is null && result.GetValue(paths) is null)
                result.AddError("name a finding's id or a path, or many with --kind or --path");
        });
    }

    public string Reason(CommandRun run) => run.Value(reason)!;

    /// <summary>True where many are named at once by what they have in common, and not one by one.</summary>
    public bool AreMany(CommandRun run) => run.Value(kind) is not null || run.Value(paths) is not null;

    /// <summary>Those that are named of what is open, each once.</summary>
    /// <exception cref="CannotCheckException">One of the names means none, or more than one.</exception>
    public IReadOnlyList<Finding> Of(CommandRun run, IReadOnlyList<Finding> open) =>
        [.. run.Value(what)!.SelectMany(named => Named(open, named)).Concat(AreMany(run) ? InCommon(run, open) : []).DistinctBy(finding => finding.Id)];

    private List<Finding> InCommon(CommandRun run, IReadOnlyList<Finding> open)
    {
        var wanted = run.Value(kind) is { } name ? QuestionOptions.KindOf(name) : (FindingKind?)null;
        var pattern = run.Value(paths) is { } glob ? QuestionOptions.PatternOf(glob) : null;
        var found = open.Where(finding => (wanted is null || finding.Kind == wanted) && pattern?.Matches(finding.Path.Bytes) != false).ToList();
        return found.Count > 0 ? found : throw new CannotCheckException("nothing is open of this kind and path", "integritywatch findings list shows what is");
    }

    private static List<Finding> Named(IReadOnlyList<Finding> open, string named)
    {
        if (named.Length is >= ShortestId and <= LongestId && named.All(char.IsAsciiHexDigit))
        {
            var byId = open.Where(finding => finding.Id.StartsWith(named, StringComparison.OrdinalIgnoreCase)).ToList();
            if (byId.Count == 1)
                return byId;
            if (byId.Count > 1)
                throw new CannotCheckException($"more than one open finding's id begins so: {named}", "give more of its digits");
        }
        var ofPath = RawArguments.Paths(named)
            .Select(path => open.Where(finding => finding.Path == path).ToList())
            .FirstOrDefault(found => found.Count > 0);
        return ofPath ?? throw new CannotCheckException($"nothing is open of this id or path: {SafeText.Of(named)}",
            "integritywatch findings list shows what is; of an id give at least four digits");
    }
}
