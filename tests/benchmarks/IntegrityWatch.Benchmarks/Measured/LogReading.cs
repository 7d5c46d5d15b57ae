using BenchmarkDotNet.Attributes;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>Reading an audit log of 120,000 lines, in both forms that auditd writes.</summary>
public class LogReading
{
    private GeneratedHost host = null!;

    [Params("raw", "enriched")]
    public string Form { get; set; } = "";

    [GlobalSetup]
    public void Generate() => host = new GeneratedHost("--entries", "2000", "--log-lines", "120000", "--log-form", Form);

    [GlobalCleanup]
    public void Remove() => host.Dispose();

    [Benchmark]
    public long Events()
    {
        using var files = AuditLogFiles.Under(host.Root);
        return new AuditLogReader().Read(files).LongCount();
    }
}
