using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
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
        var list = new Command("list", "Say what is open, or some of it; the exit code still tells of all");
        var show = new Command("show", "Say everything that is known about one finding") { findings.id };
        command.Subcommands.Add(list);
        command.Subcommands.Add(show);
        var limits = new QuestionOptions();
        limits.AddTo(list);
        findings.ActOn(command, (_, open) => new FindingSet(open, newOnly: false), WriteList);
        findings.ActOn(list, (parsed, open) => new FindingSet(open, limits.Question(parsed, session.Now).Concerns), WriteList);
        findings.ActOn(show, (parsed, open) => new FindingSet(findings.StoryOf(parsed, open), newOnly: false), WriteStory, textNeedsHistory: true);
        return command;
    }

    /// <param name="command">Which.</param>
    /// <param name="select">Which of the open findings it tells of.</param>
    /// <param name="text">How it tells of them to people.</param>
    /// <param name="textNeedsHistory">True where that tells of the history of a path.</param>
    private void ActOn(Command command, Func<ParseResult, IReadOnlyList<Finding>, FindingSet> select,
        Action<Printer, FindingsReport> text, bool textNeedsHistory = false)
    {
        var format = new ReportFormatOption(text, textNeedsHistory);
        format.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = options.Settings(parsed);
            var policy = options.Policy(parsed, settings);
            var database = HistoryPlace.Find(parsed, options, settings, session);
            using var history = HistoryFile.OpenForReading(database);
            var now = session.Now;
            var open = new OpenFindings(history, policy).At(now);
            var findings = select(parsed, open);
            format.Write(parsed, new Printer(session, options, parsed),
                FindingsReport.Of(Tool.Info, history, findings, now), () => HistoryFile.OpenForReading(database));
            return (int)findings.Verdict;
        });
    }

    /// <summary>The finding that is asked for and those on the same path and digest.</summary>
    private IReadOnlyList<Finding> StoryOf(ParseResult parsed, IReadOnlyList<Finding> open)
    {
        var wanted = parsed.GetValue(id)!;
        var found = open.Where(finding => finding.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count != 1)
            throw new CannotCheckException(
                found.Count == 0 ? $"no open finding has this id: {wanted}" : $"more than one open finding's id begins so: {wanted}",
                "integritywatch findings list shows the ids");
        return [.. open.Where(finding => finding.Id == found[0].Id || found[0].Related.Contains(finding.Id))];
    }

    private static void WriteList(Printer printer, FindingsReport report) => printer.Text((writer, style) =>
        TextReports.WriteFindings(writer, style, report.Findings, printer.IsQuiet));

    private static void WriteStory(Printer printer, FindingsReport report)
    {
        var digests = report.History.Paths.GetValueOrDefault(report.Findings.Open[0].Path, []);
        printer.Text((writer, style) => TextReports.WriteStory(writer, style, report.Findings, digests));
    }
}
