using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>A host with a history of its own, on which scans and captures are run as the commands run them.</summary>
internal sealed class SomeHost : IDisposable
{
    public static readonly Policy Shipped = PolicyLoader.Load([]);

    private readonly TemporaryFolder folder = new();

    public string Database => folder["history.db"];

    /// <summary>The clock of the commands.</summary>
    public DateTimeOffset Now { get; set; } = Some.Time.AddHours(1);

    public Policy Policy { get; set; } = Shipped;

    /// <summary>What a package manager says; null where the host has none.</summary>
    public SomePackages? Packages { get; set; }

    public IReadOnlyList<Finding> Scan(EvidenceSnapshot evidence, EvidenceRoot? disk = null) => Scan(evidence, (_, _, _) => { }, disk);

    /// <param name="evidence">What the scan looks at.</param>
    /// <param name="tell">What is done with the findings before the history is published.</param>
    /// <param name="disk">Where to ask about files; null for nowhere.</param>
    public IReadOnlyList<Finding> Scan(EvidenceSnapshot evidence, Action<IHistoryUpdate, DriftScan, IReadOnlyList<Finding>> tell, EvidenceRoot? disk = null) =>
        Update(history =>
        {
            var scan = new DriftScan(history, Policy, evidence, Now);
            var findings = scan.Judge(disk, Packages);
            tell(history, scan, findings);
            Keep(history, evidence);
            return findings;
        });

    public CapturePlan Capture(EvidenceSnapshot evidence, EvidenceRoot? disk = null, bool isDryRun = false, params string[] include) =>
        Capture(evidence, new CaptureRequest { Name = "name", Reason = "reason", By = "root", Include = [.. include.Select(HostPath.Of)] }, disk, isDryRun);

    public CapturePlan Capture(EvidenceSnapshot evidence, CaptureRequest request, EvidenceRoot? disk = null, bool isDryRun = false) =>
        Update(history =>
        {
            var plan = new BaselineCapture(history, Policy, evidence, Now, request, disk, Packages).Prepare();
            Keep(history, evidence);
            return plan;
        }, isDryRun);

    /// <summary>Reads a capture's evidence from where this host's list was read to.</summary>
    public EvidenceSnapshot Read(string capture, bool withoutAudit = false)
    {
        using var root = new EvidenceRoot(Captures.Root(capture));
        var request = new EvidenceRequest { Root = root, WithoutAudit = withoutAudit };
        return Update(history => new EvidenceReader(request, history, CancellationToken.None).Read(), isDryRun: true);
    }

    public IReadOnlyList<Finding> OpenFindings() => Ask(history => new OpenFindings(history, Policy).All());

    public SettledFindings Accept(string reason, params Finding[] findings) => Update(history =>
        new Acceptance(history, Now, reason, "root").Accept(findings, new OpenFindings(history, Policy).All()));

    public SettledFindings Resolve(EvidenceRoot root, params Finding[] findings) => Update(history => new Resolution(history, Now, "dealt with", "root").Resolve(findings, root));

    public UndoPlan Undo() => Update(history => new BaselineUndo(history, Now).Prepare("wrong", "root"));

    public IReadOnlyList<Approval> Approvals(HostPath path) => Ask(history => history.Approvals(path));

    public IReadOnlyList<ObservedDigest> Observed(HostPath path) => Ask(history => history.Observed(path));

    public T Ask<T>(Func<IHistory, T> question)
    {
        using var history = HistoryFile.OpenForReading(Database);
        return question(history);
    }

    public void Change(Action<IHistoryUpdate> change) => Update(history =>
    {
        change(history);
        return true;
    });

    /// <summary>What the judge says of a use, by what the history holds.</summary>
    public IReadOnlyList<Finding> Judge(ObservedDigest seen) => Ask(history => new Judge(Policy, history).Of(seen));

    /// <summary>Lays a policy over the shipped one.</summary>
    public void Under(string policy) => Policy = PolicyLoader.Load([folder.Write("policy.json", policy)]);

    /// <summary>Generations that stand in the history with nothing in them, numbered from one.</summary>
    public void Generations(params GenerationOrigin[] origins) => Change(history =>
    {
        for (var i = 0; i < origins.Length; i++)
            history.Put(Some.Generation(i + 1) with { Origin = origins[i] });
    });

    public void Approve(HostPath path, Digest digest, ApprovalTerms? terms = null) => Change(history => history.Put(new Approval
    {
        Path = path,
        Digest = digest,
        Terms = terms ?? ApprovalTerms.From(1),
        OnDiskSince = 1,
        ApprovedAt = Some.Time,
    }));

    public void Put(params ObservedDigest[] seen) => Change(history => Array.ForEach(seen, history.Put));

    public void Dispose() => folder.Dispose();

    private T Update<T>(Func<IHistoryUpdate, T> work, bool isDryRun = false)
    {
        using var history = HistoryFile.OpenForUpdate(Database);
        var result = work(history);
        if (!isDryRun)
            history.Publish();
        return result;
    }

    private void Keep(IHistoryUpdate history, EvidenceSnapshot evidence)
    {
        if (evidence.List is { } list)
            history.Put(new BootCursor { BootId = evidence.ListId, Memory = list.Memory, LastScanned = Now });
        if (evidence.Audit is { Position: { } position } audit)
            history.Put(new AuditCursor(audit.Source, position));
        history.Change(state => state with { PolicyFingerprint = Policy.Fingerprint, PackagesStamp = Packages?.Stamp, Counted = state.CountedAt(Now, Policy.MaxScanAge), LastScan = Now, Scans = state.Scans + 1 });
    }
}
