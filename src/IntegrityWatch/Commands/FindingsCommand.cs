using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>findings</c>: what is open, without a look at the host, and everything known about one.</summary>
internal sealed class FindingsCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;

    private readonly Argument<string> id = new("ID") { Description = "The finding's id, or the beginning of it" };

    private FindingsCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var findings = new FindingsCommand(options, session);
        var command = new Command("findings", "Say what is open, as the latest scan left it");
        var list = new Command("list", "Say what is open");
        var show = new Command("show", "Say everything that is known about one finding") { findings.id };
        command.Subcommands.Add(list);
        command.Subcommands.Add(show);
        findings.ActOn(command, findings.List);
        findings.ActOn(list, findings.List);
        findings.ActOn(show, findings.Show);
        return command;
    }

    private void ActOn(Command command, Func<ParseResult, bool, IHistory, IReadOnlyList<Finding>, Verdict> action)
    {
        var format = new FormatOption();
        format.AddTo(command);
        command.SetAction(parsed =>
        {
            session.Voice.IsQuiet = options.Quiet(parsed);
            var settings = options.Settings(parsed);
            var policy = options.Policy(parsed, settings);
            using var root = new EvidenceRoot(options.Root(parsed));
            using var history = HistoryFile.OpenForReading(options.Database(parsed, settings, root));
            return (int)action(parsed, format.IsJson(parsed), history, new OpenFindings(history, policy).At(DateTimeOffset.UtcNow));
        });
    }

    private Verdict List(ParseResult parsed, bool json, IHistory history, IReadOnlyList<Finding> open) =>
        Print(parsed, json, history, new FindingSet(open, newOnly: false));

    private Verdict Show(ParseResult parsed, bool json, IHistory history, IReadOnlyList<Finding> open)
    {
        var wanted = parsed.GetValue(id)!;
        var found = open.Where(finding => finding.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count != 1)
            throw new CannotCheckException(
                found.Count == 0 ? $"no open finding has this id: {wanted}" : $"more than one open finding's id begins so: {wanted}",
                "integritywatch findings list shows the ids");
        var story = open.Where(finding => finding.Id == found[0].Id || found[0].Related.Contains(finding.Id)).ToList();
        var set = new FindingSet(story, newOnly: false);
        if (json)
            return Print(parsed, json, history, set);
        new Printer(session, options, parsed).Text((writer, style) =>
            TextReports.WriteStory(writer, style, set, DigestHistory.Of(history, found[0].Path)));
        return set.Verdict;
    }

    private Verdict Print(ParseResult parsed, bool json, IHistory history, FindingSet findings)
    {
        var printer = new Printer(session, options, parsed);
        if (json)
            printer.Bytes(stream => JsonDocuments.WriteFindings(stream, Tool.Info,
                history.Generations.Count == 0 ? null : history.Generations[^1], findings));
        else
            printer.Text((writer, style) => TextReports.WriteFindings(writer, style, findings, options.Quiet(parsed)));
        return findings.Verdict;
    }
}
