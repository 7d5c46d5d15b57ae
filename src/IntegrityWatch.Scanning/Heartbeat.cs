using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Scanning;

/// <summary>Leaves beside the history when a host was looked at and what came of it.</summary>
internal sealed class Heartbeat(ScanRequest request)
{
    private readonly EvidenceRequest sources = request.Evidence;

    /// <summary>What came of a look at the host.</summary>
    /// <param name="evidence">What was read.</param>
    /// <param name="blindness">What keeps the host from being judged; empty where nothing does.</param>
    /// <param name="findings">What is open.</param>
    public LastScan Of(EvidenceSnapshot evidence, IReadOnlyList<Blindness> blindness, Verdict findings) => new()
    {
        At = request.Now,
        Outcome = Outcome(findings, blindness.Count > 0),
        Reason = blindness.Count > 0 ? string.Join("; ", blindness.Select(blind => blind.Reason)) : null,
        Advice = blindness is [{ Advice: { } advice }, ..] ? advice : null,
        NotLookedAt = NotLookedAt(evidence),
        Sources = Read(evidence),
        Host = evidence.Host.Name,
        Root = sources.Root.Name,
        BootId = evidence.Host.BootId,
    };

    /// <summary>
    /// Leaves it, unless the scan was told to leave out what the last whole one used: that says nothing of the whole. A boot that has only
    /// begun takes nothing back of what was said before.
    /// </summary>
    /// <param name="scan">What came of the look.</param>
    /// <param name="isStarting">True where the boot has only begun.</param>
    /// <param name="isQuiet">True where nothing is said of what keeps it from being left: worse was said.</param>
    /// <returns>What stands beside the history from now on.</returns>
    public LastScan Leave(LastScan scan, bool isStarting = false, bool isQuiet = false)
    {
        try
        {
            var before = LastScanFile.Read(request.Database);
            if ((before?.Sources & Chosen()) > 0 || (isStarting && before is { Reason: null }))
                return before!;
            var left = scan.Reason is null ? scan : scan with { Sources = scan.Sources | (before?.Sources ?? ScanSources.None) };
            LastScanFile.Write(request.Database, left);
            return left;
        }
        catch (CannotCheckException fault)
        {
            if (!isQuiet)
                request.Voice.Complain(fault.Message, fault.Hint);
            return scan;
        }
    }

    /// <summary>Leaves that the host cannot be judged, and that nothing was recorded of it.</summary>
    /// <param name="evidence">What could be read.</param>
    /// <param name="blindness">Why it cannot be judged.</param>
    /// <param name="findings">What is open or was found in what still speaks.</param>
    public void LeaveBlind(EvidenceSnapshot evidence, IReadOnlyList<Blindness> blindness, Verdict findings)
    {
        if (File.Exists(request.Database))
            Leave(Of(evidence, blindness, findings), blindness.Any(blind => blind.IsStarting));
    }

    /// <summary>Leaves that a look at the host failed before anything could be said.</summary>
    public void LeaveFailure(Exception fault)
    {
        // Who could not begin because another run is at it has not looked; and where there is no history yet, nothing can be beside it.
        if (fault is HistoryBusyException or OperationCanceledException || !File.Exists(request.Database))
            return;
        Leave(new LastScan
        {
            At = request.Now,
            Outcome = Outcome(Verdict.Unknown, isBlind: true),
            Reason = fault is CannotCheckException ? fault.Message : $"the scan failed in a way that it should not: {fault.GetType().Name}",
            Advice = (fault as CannotCheckException)?.Hint,
            NotLookedAt = ["the host"],
            Root = sources.Root.Name,
        }, isQuiet: true);
    }

    private static string Outcome(Verdict findings, bool isBlind) =>
        (isBlind && findings != Verdict.Critical ? Verdict.Unknown : findings).ToString().ToUpperInvariant();

    /// <summary>What the user named or left out, and is not the host's own.</summary>
    private ScanSources Chosen() =>
        (sources.WithoutList || sources.ListFile is not null ? ScanSources.List : ScanSources.None)
        | (sources.WithoutAudit || sources.AuditFiles.Count > 0 ? ScanSources.Audit : ScanSources.None)
        | (request.WithoutDisk ? ScanSources.Disk : ScanSources.None)
        | (sources.Root.IsLive ? ScanSources.None : ScanSources.Kernel);

    private ScanSources Read(EvidenceSnapshot evidence) =>
        ((evidence.List is null ? ScanSources.None : ScanSources.List)
        | (evidence.Audit is null ? ScanSources.None : ScanSources.Audit)
        | ScanSources.Disk | ScanSources.Kernel) & ~Chosen();

    private List<string> NotLookedAt(EvidenceSnapshot evidence)
    {
        var left = new List<string>();
        if (evidence.List is null)
            left.Add("measurement list");
        if (evidence.Audit is null)
            left.Add("audit log");
        if (request.WithoutDisk)
            left.Add("disk");
        return left;
    }
}
