using IntegrityWatch.Benchmarks.Generating;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>A generated root in a folder of its own, and a history of it.</summary>
internal sealed class GeneratedHost : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("integritywatch-benchmark-").FullName;

    public GeneratedHost(params string[] options)
    {
        new EvidenceGenerator(GenerateOptions.Parse([Path.Combine(folder, "root"), .. options])!).Write();
        Root = new EvidenceRoot(Path.Combine(folder, "root"));
    }

    public static Policy Policy { get; } = PolicyLoader.Load([]);

    public EvidenceRoot Root { get; }

    public string List => Root.Locate("sys/kernel/security/ima/binary_runtime_measurements");

    public string Log => Root.Locate("var/log/audit/audit.log");

    public string Database => Path.Combine(folder, "history.db");

    public string this[string name] => Path.Combine(folder, name);

    /// <summary>More of the same, as time goes by.</summary>
    public void Grow(params string[] options) => new EvidenceGenerator(GenerateOptions.Parse([Root.Name, .. options])!).Write();

    /// <summary>Everything that is new since the history was written.</summary>
    public EvidenceSnapshot Read(IEvidenceMemory memory) => new EvidenceReader(new EvidenceRequest { Root = Root }, memory, CancellationToken.None).Read();

    /// <summary>A scan as the command runs it, but for the report.</summary>
    public int Scan(bool isPublished)
    {
        using var history = HistoryFile.OpenForUpdate(Database);
        var evidence = Read(history);
        var findings = new DriftScan(history, Policy, evidence, evidence.TakenAt).Judge(disk: null);
        Keep(history, evidence);
        if (isPublished && history.HasChanges)
            history.Publish();
        return findings.Count;
    }

    /// <summary>A capture that approves everything.</summary>
    public void Capture()
    {
        using var history = HistoryFile.OpenForUpdate(Database);
        var evidence = Read(history);
        new BaselineCapture(history, Policy, evidence, evidence.TakenAt, new CaptureRequest { By = "root" }, disk: null, packages: null).Prepare();
        Keep(history, evidence);
        history.Publish();
    }

    public void Dispose()
    {
        Root.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Keep(IHistoryUpdate history, EvidenceSnapshot evidence)
    {
        if (evidence.List is { } list && history.Cursor(evidence.ListId)?.Position.Bytes != list.Position.Bytes)
            history.Put(new BootCursor { BootId = evidence.ListId, Memory = list.Memory, LastScanned = evidence.TakenAt });
        if (evidence.Audit is { Position: { } position, Records: > 0 } audit)
            history.Put(new AuditCursor(audit.Source, position));
        if (history.HasChanges)
            history.Change(state => state with { PolicyFingerprint = Policy.Fingerprint, LastScan = evidence.TakenAt, Scans = state.Scans + 1 });
    }
}
