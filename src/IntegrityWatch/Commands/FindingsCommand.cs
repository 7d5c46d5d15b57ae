using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>findings</c>: what is open, without a look at the host, and everything known about one.</summary>
internal class FindingsCommand : RunnableCommand
{
    private readonly ReportFormatOption format;

    // Who asks for one finding is told of no other.
    private readonly ConsumerOption consumer = new();

    public FindingsCommand() : this("findings", "Say what is open, as the latest scan left it", new ReportFormatOption(WriteList),
        "findings", "findings list --technique T1053", "findings show 0904c87b1320")
    {
        Add(new ListCommand());
        Add(new ShowCommand());
        Add(new FindingsResolveCommand());
        Add(format);
        Add(consumer);
    }

    private FindingsCommand(string name, string description, ReportFormatOption format, params string[] examples) : base(name, description, examples) =>
        this.format = format;

    public override int Run(CommandRun run)
    {
        var policy = run.Policy;
        var (database, isArchive) = FindDatabase(run);
        using var history = HistoryFile.OpenForReading(database);
        var now = run.Now;
        var reader = run.Value(consumer) ?? ToldFile.Everybody;
        var findings = Select(run, new OpenFindings(history, policy, ToldFile.Read(database).To(reader, history.State)).All());
        var report = FindingsReport.Of(Tool.Info, history, findings, HostSight.Of(database, history, policy, now, isArchive), now);
        // Who only asks takes no news from who reads what the scans print.
        if (format.Write(run, report, () => HistoryFile.OpenForReading(database)) && reader != ToldFile.Everybody)
            run.KeepTold(database, reader, report);
        run.SayBlind(report.Sight);
        return (int)report.Verdict;
    }

    private static (string Database, bool IsArchive) FindDatabase(CommandRun run)
    {
        using var root = run.OpenRoot(factsOnly: true);
        return (run.Database(root), root.IsArchive);
    }

    /// <summary>Chooses of what is open what the command tells of.</summary>
    protected virtual FindingSet Select(CommandRun run, IReadOnlyList<Finding> open) => new(open, newOnly: false);

    private static void WriteList(Printer printer, FindingsReport report) => printer.Text((writer, style) =>
        TextReports.WriteFindings(writer, style, report.Findings, report.Sight, printer.IsQuiet));

    /// <summary><c>findings list</c></summary>
    private sealed class ListCommand : FindingsCommand
    {
        private readonly QuestionOptions limits = new();

        public ListCommand() : base("list", "Say what is open, or some of it; the exit code still tells of all", new ReportFormatOption(WriteList),
            "findings list", "findings list --technique T1053 --since 24h", "findings list --user www-data")
        {
            limits.AddTo(this);
            Add(format);
            Add(consumer);
        }

        protected override FindingSet Select(CommandRun run, IReadOnlyList<Finding> open) => new(open, limits.Question(run).Concerns);
    }

    /// <summary><c>findings show</c>: the finding that is asked for and those on the same path and digest.</summary>
    private sealed class ShowCommand : FindingsCommand
    {
        private readonly Argument<string> id = new("ID") { Description = "The finding's id, or the beginning of it" };

        public ShowCommand() : base("show", "Say everything that is known about one finding", new ReportFormatOption(WriteStory, textNeedsHistory: true),
            "findings show 0904c87b1320")
        {
            Add(id);
            Add(format);
        }

        protected override FindingSet Select(CommandRun run, IReadOnlyList<Finding> open)
        {
            var wanted = run.Value(id)!;
            var found = open.Where(finding => finding.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count != 1)
                throw new CannotCheckException(
                    found.Count == 0 ? $"no open finding has this id: {wanted}" : $"more than one open finding's id begins so: {wanted}",
                    "integritywatch findings list shows the ids");
            return new([.. open.Where(finding => finding.Id == found[0].Id || found[0].Related.Contains(finding.Id))], newOnly: false);
        }

        private static void WriteStory(Printer printer, FindingsReport report)
        {
            var digests = report.History.Paths.GetValueOrDefault(report.Findings.Open[0].Path, []);
            printer.Text((writer, style) => TextReports.WriteStory(writer, style, report.Findings, digests));
        }
    }
}
