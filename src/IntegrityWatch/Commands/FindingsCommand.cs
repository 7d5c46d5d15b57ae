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
        "findings", "findings list --technique T1053", "findings show /usr/bin/ps", "findings review")
    {
        Add(new ListCommand());
        Add(new FindingsShowCommand());
        Add(new FindingsReviewCommand());
        Add(new FindingsResolveCommand());
        AddForm();
        Add(consumer);
    }

    private protected FindingsCommand(string name, string description, ReportFormatOption format, params string[] examples) : base(name, description, examples) =>
        this.format = format;

    /// <summary>Adds the form, behind what a command has of its own.</summary>
    protected void AddForm() => Add(format);

    public override int Run(CommandRun run)
    {
        var policy = run.Policy;
        var (database, isArchive) = FindDatabase(run);
        using var history = HistoryFile.OpenForReading(database);
        var now = run.Now;
        var reader = run.Value(consumer) ?? ToldFile.Everybody;
        var findings = Select(run, new OpenFindings(history, policy, ToldFile.Read(database).To(reader, history.State)).All());
        var report = FindingsReport.Of(Tool.Info, history, findings, HostSight.Of(database, history, policy, now, isArchive), now) with { About = About(run, history, findings) };
        // Who only asks takes no news from who reads what the scans print.
        if (format.Write(run, report, () => HistoryFile.OpenForReading(database)) && reader != ToldFile.Everybody)
            run.KeepTold(database, reader, report);
        run.SayBlind(report.Sight);
        return (int)report.Verdict;
    }

    private protected static (string Database, bool IsArchive) FindDatabase(CommandRun run)
    {
        using var root = run.OpenRoot(factsOnly: true);
        return (run.Database(root), root.IsArchive);
    }

    /// <summary>Chooses of what is open what the command tells of.</summary>
    protected virtual FindingSet Select(CommandRun run, IReadOnlyList<Finding> open) => new(open, newOnly: false);

    /// <summary>What is told beside the findings.</summary>
    protected virtual Dossier? About(CommandRun run, IHistory history, FindingSet findings) => null;

    private static void WriteList(Printer printer, FindingsReport report) => printer.Text((writer, style) =>
        TextReports.WriteFindings(writer, style, report.Findings, report.Sight, printer.IsQuiet));

    /// <summary><c>findings list</c></summary>
    private sealed class ListCommand : FindingsCommand
    {
        private readonly QuestionOptions limits = new();

        public ListCommand() : base("list", "Say what is open, or some of it; the exit code still tells of all", new ReportFormatOption(WriteList),
            "findings list", "findings list --technique T1053 --since 24h", "findings list --severity high --path \"/usr/**\" --limit 20")
        {
            foreach (var option in limits.OfFindings)
                Add(option);
            Add(format);
            Add(consumer);
        }

        protected override FindingSet Select(CommandRun run, IReadOnlyList<Finding> open)
        {
            var findings = limits.Question(run).Of(open);
            if (findings.LeftOut > 0)
                run.Voice.Note($"left out: {findings.LeftOut} more, see --limit");
            if (findings.Shown.Count == 0 && limits.AreGiven(run))
                run.Voice.Note("nothing that is open fits this", $"{open.Count} {(open.Count == 1 ? "is" : "are")} open in all: integritywatch findings list");
            return findings;
        }
    }
}
