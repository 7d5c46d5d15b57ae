using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>accept</c>: take single findings as they are, with a reason.</summary>
internal sealed class AcceptCommand : RunnableCommand
{
    private const int ShortestId = 4;
    private const int LongestId = 12;

    private readonly FormatOption format = new();

    private readonly Argument<string[]> what = new("FINDING|PATH")
    {
        Description = "A finding's id, or the beginning of it; or a path: all that is open about it",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> reason = new("--reason", "-m") { HelpName = "TEXT", Description = "Why, kept for ever", Required = true };

    public AcceptCommand() : base("accept", "Approve what single findings tell of, with a reason",
        "accept 0904c87b1320 --reason \"our own tool\"", "accept /opt/tool/run --reason \"ticket 7\"")
    {
        Add(what);
        Add(reason);
        Validators.Add(result =>
        {
            if (result.GetResult(reason) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--reason is empty");
        });
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var policy = run.Policy;
        using var history = HistoryFile.OpenForUpdate(run.FindDatabase(), CommandRun.Timeout);
        var now = run.Now;
        var open = new OpenFindings(history, policy).All();
        var accepted = run.Value(what)!.SelectMany(named => Named(open, named)).DistinctBy(finding => finding.Id).ToList();
        var generation = new Acceptance(history, now, run.Value(reason)!, CommandRun.User).Accept(accepted);
        history.Publish();
        run.Answer(format, stream => JsonDocuments.WriteAcceptance(stream, Tool.Info, accepted, generation),
            run.IsQuiet ? null : (writer, style) => AcceptanceText.Write(writer, style, accepted, generation));
        return 0;
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
