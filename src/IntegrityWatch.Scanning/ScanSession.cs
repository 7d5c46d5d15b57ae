using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Indicators.HashLists;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;

namespace IntegrityWatch.Scanning;

/// <summary>A host as it is now, beside a history that may be changed: what a scan and a capture begin with.</summary>
internal sealed class ScanSession : IDisposable
{
    private readonly ScanRequest request;
    private bool isPruning;

    private ScanSession(ScanRequest request, IPackageDatabase? packages, IHistoryUpdate history, EvidenceSnapshot evidence)
    {
        this.request = request;
        Packages = packages;
        History = history;
        Evidence = evidence;
        Blindness = Sight.Of(request.Policy, evidence, request.Evidence.Root.IsLive, packages);
    }

    /// <summary>Null where no package manager is known.</summary>
    public IPackageDatabase? Packages { get; }

    public IHistoryUpdate History { get; }

    public EvidenceSnapshot Evidence { get; }

    /// <summary>What keeps the host from being judged; empty where nothing does.</summary>
    public IReadOnlyList<Blindness> Blindness { get; }

    /// <exception cref="CannotCheckException">The history, a key or a file that the user named cannot be used.</exception>
    public static ScanSession Open(ScanRequest request)
    {
        var policy = request.Policy;
        IPackageDatabase? packages = null;
        IHistoryUpdate? history = null;
        try
        {
            // Before the history is held: a key may come through a pipe, and nobody else is to wait for it.
            using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys, policy.ExplainingKeys);
            history = HistoryFile.OpenForUpdate(request.Database, request.Timeout);
            var evidence = new EvidenceReader(request.Evidence with { Keys = keys, Containers = policy.Containers, KeyTechniques = policy.KeyTechniques, Nodes = policy.Nodes, Disk = request.Disk }, history, request.Interrupted).Read();
            NoteEvidence(request, evidence);
            NoteHashLists(request, policy.Indicators.HashLists);
            evidence = evidence with { Incidents = [.. evidence.Incidents, .. PolicyWatch.Compare(history, policy)] };
            packages = PackageManagers.OpenDatabase(request.Evidence.Root);
            return new ScanSession(request, packages, history, evidence);
        }
        catch
        {
            packages?.Dispose();
            history?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Forgets once in a while what was seen long ago. After everything is judged: what is forgotten still counts now, and what was seen
    /// again is kept.
    /// </summary>
    public void ForgetOld()
    {
        isPruning = Blindness.Count == 0 && Retention.IsDue(History, request.Now);
        if (isPruning)
            Retention.Forget(History, request.Now - request.Policy.KeepObserved);
    }

    /// <summary>Puts what the next session goes on from, where something is put or changed at all.</summary>
    /// <param name="judgeAnew">Whether the next scan is to judge all that is known, and not only what is new to it.</param>
    public void PutCursors(bool judgeAnew = false)
    {
        if (Evidence.List is { } list && !Blindness.Any(blind => blind.IsOfList) && History.Cursor(Evidence.ListId)?.Memory.IsSameAs(list.Memory) != true)
            History.Put(new BootCursor { BootId = Evidence.ListId, Memory = list.Memory, LastScanned = request.Now });
        if (Evidence.Audit is { Position: { } position } audit && (audit.Records > 0 || !audit.Resumed || !position.RemembersAs(History.OfAudit(audit.Source))))
            History.Put(new AuditCursor(audit.Source, position));
        var packagesStamp = Packages?.Stamp ?? History.State.PackagesStamp;
        var fingerprint = judgeAnew ? null : request.Policy.Fingerprint;
        if (History.HasChanges || isPruning || History.State.PolicyFingerprint != fingerprint || History.State.PackagesStamp != packagesStamp)
            History.Change(state => state with
            {
                Host = state.Host ?? Evidence.Host.Name,
                Counted = state.CountedAt(request.Now, request.Policy.MaxScanAge),
                LastScan = request.Now,
                Scans = state.Scans + 1,
                PackagesStamp = packagesStamp,
                LastPruned = isPruning || History.IsEmpty ? request.Now : state.LastPruned,
                PolicyFingerprint = fingerprint,
            });
    }

    /// <summary>
    /// Notes what was asked of the package database by now and could not be read. Evidence that was brought from elsewhere seldom holds
    /// all of it; there only what keeps all of it from being used is worth a line.
    /// </summary>
    public void NotePackages()
    {
        if (Packages?.Fault is { } fault)
            request.Voice.Note(fault.Message, fault.Hint);
        else if (request.Evidence.Root.IsLive || request.IsVerbose)
            foreach (var problem in Packages?.Problems ?? [])
                request.Voice.Note(problem);
    }

    public void Dispose()
    {
        Packages?.Dispose();
        History.Dispose();
    }

    private static void NoteEvidence(ScanRequest request, EvidenceSnapshot evidence)
    {
        var voice = request.Voice;
        foreach (var problem in (evidence.List?.Problems ?? []).Concat(evidence.Audit?.Problems ?? []))
            voice.Note(problem);
        if (evidence.Audit is { Nodes: { Count: > 0 } nodes })
            voice.Note("records of other nodes in the audit log, counted and not judged: "
                + string.Join(", ", nodes.OrderBy(node => node.Key, StringComparer.Ordinal).Take(5).Select(node => $"{node.Key} {node.Value}"))
                + (nodes.Count > 5 ? $" and of {nodes.Count - 5} more" : ""));
        if (evidence is { List: not null, Audit: null, AuditFault: null } && !request.Evidence.WithoutAudit)
            voice.Note("there is no audit log, so nobody can say who used a file",
                "start auditd, bring var/log/audit along, or say --no-audit");
        if (!request.IsVerbose)
            return;
        if (evidence.List is { } list)
        {
            voice.Complain($"read {list.Source}: {list.Format}, {list.Entries} entries, {list.NewEntries} of them new");
            voice.Complain($"compared it with the TPM: {list.Verdict.Reason}");
        }
        if (evidence.Audit is { PolicyLoads: > 0 } audit)
            voice.Complain($"loads of an IMA policy in the audit log: {audit.PolicyLoads}");
        foreach (var file in evidence.Audit?.Files ?? [])
            voice.Complain($"read {file}");
    }

    private static void NoteHashLists(ScanRequest request, IReadOnlyList<HashList> lists)
    {
        foreach (var list in lists)
        {
            foreach (var problem in list.Problems)
                request.Voice.Note(problem);
            if (list.Bad > list.Problems.Count)
                request.Voice.Note($"{list.File}: lines from which no digest could be had: {list.Bad}");
            if (request.IsVerbose)
                request.Voice.Complain($"read {list.File}: {string.Join(", ", list.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)
                    .Select(count => $"{count.Value} {count.Key}"))}");
        }
    }
}
