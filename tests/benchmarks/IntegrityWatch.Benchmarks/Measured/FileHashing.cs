using BenchmarkDotNet.Attributes;
using IntegrityWatch.Evidence.Disk;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>Hashing what lies on disk: one large file, and a thousand of the size of a small program.</summary>
public class FileHashing
{
    private const int Small = 1_000;

    private GeneratedHost host = null!;

    [GlobalSetup]
    public void Generate()
    {
        host = new GeneratedHost("--entries", "1");
        File.WriteAllBytes(host.Root.Locate("large"), new byte[64 << 20]);
        for (var number = 0; number < Small; number++)
            File.WriteAllBytes(host.Root.Locate($"small-{number}"), new byte[32 << 10]);
    }

    [GlobalCleanup]
    public void Remove() => host.Dispose();

    [Benchmark]
    public Digest? Large() => FileHasher.Hash(host.Root, HostPath.Of("/large"), "sha256");

    [Benchmark]
    public int ThousandSmall() => new DiskHasher(host.Root, CancellationToken.None)
        .Hash(Enumerable.Range(0, Small).Select(number => new HashRequest(HostPath.Of($"/small-{number}"), ["sha256"], OnlyPrograms: false))).Count;
}
