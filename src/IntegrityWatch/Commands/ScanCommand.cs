using System.CommandLine;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>scan</c>: look, compare, report; the cron job. Approves nothing.</summary>
internal sealed class ScanCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly EvidenceOptions evidenceOptions = new();
    private readonly ReportFormatOption format = new((printer, report) => printer.Text((writer, style) =>
        TextReports.WriteScan(writer, style, report.Scan!, printer.IsQuiet)));

    private readonly Option<bool> newOnly = new("--new-only") { Description = "Show only what this scan found; the exit code still tells of all" };

    private ScanCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var scan = new ScanCommand(options, session);
        var command = new Command("scan", "Look at the host, compare it with its history and report; approves nothing");
        scan.evidenceOptions.AddTo(command);
        scan.format.AddTo(command);
        command.Options.Add(scan.newOnly);
        command.SetAction(scan.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var printer = new Printer(session, options, parsed);
        printer.Try();
        var dispatch = new Dispatch(parsed, options, session);
        var report = LookAndRecord(parsed, dispatch);
        report = report with { Sinks = dispatch.Send(report) };
        format.Write(parsed, printer, report);
        return (int)report.Findings.Verdict;
    }

    private FindingsReport LookAndRecord(ParseResult parsed, Dispatch dispatch)
    {
        using var look = Look.Take(parsed, options, evidenceOptions, session, HistoryPlace.Patience);
        var (history, evidence) = (look.History, look.Evidence);
        var scan = new DriftScan(history, look.Policy, evidence, look.Now);
        var findings = new FindingSet(scan.Judge(evidenceOptions.Disk(parsed, look.Root), look.Packages, session.Interrupted), parsed.GetValue(newOnly));
        session.Interrupted.ThrowIfCancellationRequested();
        look.TellOfPackages(session.Voice, options.Verbose(parsed));
        var report = FindingsReport.Of(new ScanReport
        {
            Tool = Tool.Info,
            Host = evidence.Host.Name,
            Root = look.Root.Name,
            ScannedAt = look.Now,
            BootId = evidence.Host.BootId,
            List = evidence.List,
            Audit = evidence.Audit,
            Hashed = scan.Hashed,
            PackageManager = look.Packages?.Manager.Name,
            Owned = scan.Owned,
            Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
            Findings = findings,
        }, () => HistoryFile.OpenIfThere(look.Database));
        dispatch.Put(look, report, new News(scan.News, scan.Known));
        look.PutPlace();
        if (history.HasChanges)
            history.Publish();
        return report;
    }
}
