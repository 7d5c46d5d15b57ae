using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;
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
        session.Voice.IsQuiet = options.Quiet(parsed);
        var printer = new Printer(session, options, parsed);
        printer.Try();
        var settings = options.Settings(parsed);
        // Before anything is looked at: what is described wrongly is told at once.
        var sinks = session.SendsNothing ? [] : SinkList.Of(settings);
        var policy = options.Policy(parsed, settings);
        using var root = options.OpenRoot(parsed, session);
        var request = evidenceOptions.Request(parsed, options, session, settings, policy, root, HistoryPlace.Patience) with { Sinks = sinks };
        var report = HostScan.Run(request, parsed.GetValue(newOnly));
        format.Write(parsed, printer, report, () => HistoryFile.OpenIfThere(request.Database));
        return (int)report.Findings.Verdict;
    }
}
