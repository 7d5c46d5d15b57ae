using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Scanning;

/// <summary>Looks at a host, compares it with its history, remembers what was found, and tells the sinks; approves nothing.</summary>
public static class HostScan
{
    /// <param name="request">What to look at.</param>
    /// <param name="newOnly">Show only what this scan finds; the verdict is still by all that is open.</param>
    /// <exception cref="CannotCheckException">The history or a file that the user named cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted, and changed nothing.</exception>
    public static FindingsReport Run(ScanRequest request, bool newOnly)
    {
        var outbox = new OutboxStep(request);
        var heartbeat = new Heartbeat(request);
        FindingsReport report;
        try
        {
            report = Record(request, outbox, heartbeat, newOnly);
        }
        catch (Exception fault)
        {
            heartbeat.LeaveFailure(fault);
            throw;
        }
        return report with { Sinks = outbox.Send(report) };
    }

    private static FindingsReport Record(ScanRequest request, OutboxStep outbox, Heartbeat heartbeat, bool newOnly)
    {
        using var session = ScanSession.Open(request);
        var (history, evidence) = (session.History, session.Evidence);
        var told = ToldFile.Read(request.Database);
        told.ForgetLater(history.State);
        var scan = new DriftScan(history, request.Policy, evidence, request.Now, told.To(request.Consumer, history.State));
        var findings = new FindingSet(scan.Judge(request.Disk, session.Packages, request.Interrupted), newOnly);
        request.Interrupted.ThrowIfCancellationRequested();
        session.NotePackages();
        var looked = heartbeat.Of(evidence, session.Blindness, findings.Verdict);
        var report = FindingsReport.Of(new ScanReport
        {
            Tool = request.Tool,
            Host = evidence.Host.Name,
            Root = request.Evidence.Root.Name,
            ScannedAt = request.Now,
            BootId = evidence.Host.BootId,
            List = evidence.List,
            Audit = evidence.Audit,
            Containers = scan.Containers(),
            Hashed = scan.Hashed,
            PackageManager = session.Packages?.Manager.Name,
            Owned = scan.Owned,
            Baseline = history.Generations.Count == 0 ? null : history.Generations[^1],
            Findings = findings,
            MaxScanAge = request.Policy.MaxScanAge,
            Sight = new HostSight(looked, looked.Reason, looked.Advice),
        });
        session.ForgetOld();
        outbox.Put(history, report, new ScanObservations(scan.NewObservations.Concat(scan.NewElsewhere), scan.Known.Concat(history.AllElsewhere())));
        session.PutCursors();
        report = report with { LastScan = history.State.Scans };
        if (history.HasChanges)
            history.Publish();
        // Where there is no history nothing can stand beside it; a first scan of a host that says nothing has nothing to begin one with.
        if (!File.Exists(request.Database))
            return report;
        var sight = report.Sight with { Last = heartbeat.Leave(looked, session.Blindness.Any(blind => blind.IsStarting)) };
        return report with { Sight = sight, Scan = report.Scan! with { Sight = sight } };
    }
}
