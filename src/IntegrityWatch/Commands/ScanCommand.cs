using System.CommandLine;
using System.Globalization;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>scan</c>: look, compare, report; the cron job. Approves nothing.</summary>
internal sealed class ScanCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly EvidenceOptions evidenceOptions = new();
    private readonly FormatOption format = new();

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
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        using var root = new EvidenceRoot(options.Root(parsed));
        using var history = HistoryFile.OpenForUpdate(options.Database(parsed, settings, root));

        var request = evidenceOptions.Request(parsed, root, options.NamesRoot(parsed));
        var evidence = new EvidenceReader(request, listId => history.Cursor(listId)?.Position, session.Interrupted).Read();
        var now = DateTimeOffset.UtcNow;
        var scan = new DriftScan(history, policy, evidence, now);
        var findings = new FindingSet(scan.Judge(evidenceOptions.Disk(parsed, root)), parsed.GetValue(newOnly));
        session.Interrupted.ThrowIfCancellationRequested();
        Publish(history, policy, evidence, now);

        var report = new ScanReport
        {
            Tool = Tool.Info,
            Host = evidence.Host.Name,
            Root = root.Folder,
            ScannedAt = now,
            BootId = evidence.Host.BootId,
            List = evidence.List,
            Audit = evidence.Audit,
            Hashed = scan.Hashed,
            Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
            Findings = findings,
        };
        Print(parsed, report);
        return (int)findings.Verdict;
    }

    private static void Publish(IHistoryUpdate history, Policy policy, EvidenceSnapshot evidence, DateTimeOffset now)
    {
        if (evidence.List is { } list && history.Cursor(evidence.ListId)?.Position.Bytes != list.Position.Bytes)
            history.Put(new BootCursor { BootId = evidence.ListId, Position = list.Position, LastScanned = now });
        if (history.HasChanges || history.State.PolicyFingerprint != policy.Fingerprint)
            history.Put(history.State with
            {
                Host = history.State.Host ?? evidence.Host.Name,
                LastScan = now,
                PolicyFingerprint = policy.Fingerprint,
            });
        if (history.HasChanges)
            history.Publish();
    }

    private void Print(ParseResult parsed, ScanReport report)
    {
        TellOfEvidence(session.Voice, report.List, report.Audit, options.Verbose(parsed));
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteScan(stream, report));
        else
            printer.Text((writer, style) => TextReports.WriteScan(writer, style, report, options.Quiet(parsed)));
    }

    internal static void TellOfEvidence(Voice voice, ListSummary? list, AuditSummary? audit, bool verbose)
    {
        foreach (var problem in (list?.Problems ?? []).Concat(audit?.Problems ?? []))
            voice.Note(problem);
        if (list is not null && audit is null)
            voice.Note("there is no audit log, so nobody can say who used a file",
                "start auditd, bring var/log/audit along, or say --no-audit");
        if (!verbose)
            return;
        if (list is not null)
            voice.Complain(string.Create(CultureInfo.InvariantCulture,
                $"read {list.Source}: {list.Format}, {list.Entries} entries, {list.NewEntries} of them new"));
        foreach (var file in audit?.Files ?? [])
            voice.Complain($"read {file}");
    }
}
