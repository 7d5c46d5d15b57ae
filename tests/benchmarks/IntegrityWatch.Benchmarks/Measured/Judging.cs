using BenchmarkDotNet.Attributes;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>A scan, but for its publication, of a host with a baseline of 10,000 files and 1,000 new ones; and reading the policy.</summary>
public class Judging
{
    private GeneratedHost host = null!;

    [GlobalSetup]
    public void Generate()
    {
        host = new GeneratedHost("--entries", "10000");
        host.Capture();
        host.Grow("--entries", "11000");
    }

    [GlobalCleanup]
    public void Remove() => host.Dispose();

    [Benchmark]
    public int ThousandNew()
    {
        var findings = host.Scan(isPublished: false);
        return findings == 1_000 ? findings : throw new InvalidOperationException($"{findings} findings");
    }

    [Benchmark]
    public Policy LoadingThePolicy() => PolicyLoader.Load([]);
}
