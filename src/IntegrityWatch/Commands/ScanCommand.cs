using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Commands;

/// <summary><c>scan</c>: look, compare, report; the cron job. Approves nothing.</summary>
internal sealed class ScanCommand : RunnableCommand
{
    private readonly EvidenceOptions evidenceOptions = new();
    private readonly ReportFormatOption format = new((printer, report) => printer.Text((writer, style) =>
        TextReports.WriteScan(writer, style, report.Scan!, printer.IsQuiet)));

    private readonly Option<bool> newOnly = new("--new-only") { Description = "Show only what this scan found; the exit code still tells of all" };

    private readonly ConsumerOption consumer = new();

    public ScanCommand() : base("scan", "Look at the host, compare it with its history and report; approves nothing",
        "scan", "scan --quiet --new-only", "scan --format nagios", "scan --root /mnt/web01 --format html --output web01.html")
    {
        evidenceOptions.AddTo(this);
        Add(format);
        Add(newOnly);
        Add(consumer);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        // Before anything is looked at: what is described wrongly is told at once.
        var sinks = run.Session.SendsNothing ? [] : SinkList.Of(run.Settings);
        // A policy that cannot be used is told before an archive is unpacked.
        _ = run.Policy;
        using var root = run.OpenRoot();
        var request = evidenceOptions.Request(run, root, CommandRun.Timeout) with { Sinks = sinks, Consumer = run.Value(consumer)! };
        var report = HostScan.Run(request, run.Value(newOnly));
        if (format.Write(run, report, () => HistoryFile.OpenIfThere(request.Database)))
            run.KeepTold(request.Database, request.Consumer, report);
        run.SayBlind(report.Sight);
        return (int)report.Verdict;
    }
}
