using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>accept</c>: take single findings as they are, with a reason.</summary>
internal sealed class AcceptCommand
{
    private const int ShortestId = 4;
    private const int LongestId = 12;

    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private readonly Argument<string[]> what = new("FINDING|PATH")
    {
        Description = "A finding's id, or the beginning of it; or a path: all that is open about it",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> reason = new("--reason", "-m") { HelpName = "TEXT", Description = "Why, kept for ever", Required = true };

    private AcceptCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var accept = new AcceptCommand(options, session);
        var command = new Command("accept", "Approve what single findings tell of, with a reason") { accept.what, accept.reason };
        command.Validators.Add(result =>
        {
            if (result.GetResult(accept.reason) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(accept.reason)))
                result.AddError("--reason is empty");
        });
        accept.format.AddTo(command);
        command.SetAction(accept.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        using var history = HistoryFile.OpenForUpdate(HistoryPlace.Find(parsed, options, settings, session), HistoryPlace.Patience);
        var now = session.Now;
        var open = new OpenFindings(history, policy).At(now);
        var accepted = parsed.GetValue(what)!.SelectMany(named => Named(open, named)).DistinctBy(finding => finding.Id).ToList();
        var generation = new Acceptance(history, now, parsed.GetValue(reason)!, Somebody.Name).Accept(accepted);
        history.Publish();

        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteAcceptance(stream, Tool.Info, accepted, generation));
        else if (!options.Quiet(parsed))
            printer.Text((writer, style) => AcceptanceText.Write(writer, style, accepted, generation));
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
