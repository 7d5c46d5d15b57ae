using System.Text;
using BenchmarkDotNet.Attributes;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Templates;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>Reading a measurement list in each form, and checking it against its own hashes and two banks.</summary>
public class ListReading
{
    private GeneratedHost host = null!;
    private byte[] binary = [];
    private byte[] ascii = [];

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        host = new GeneratedHost("--entries", Entries.ToString());
        binary = File.ReadAllBytes(host.List);
        ascii = InAscii();
    }

    [GlobalCleanup]
    public void Remove() => host.Dispose();

    [Benchmark(Baseline = true)]
    public long Binary() => Read(binary);

    [Benchmark]
    public long Ascii() => Read(ascii);

    [Benchmark]
    public bool TemplateDigests()
    {
        using var reader = Open(binary);
        var all = true;
        while (reader.Read(out var entry))
            all &= TemplateHash.Verifies(entry);
        return all;
    }

    [Benchmark]
    public bool? TwoBanks()
    {
        using var replay = new ListReplay(PcrBanks.Read(host.Root));
        using var reader = Open(binary);
        while (reader.Read(out var entry))
            replay.Add(entry);
        return replay.Verdict().Verified;
    }

    private static IMeasurementReader Open(byte[] list) => MeasurementList.Open("list", new MemoryStream(list), fileNameHint: null);

    private static long Read(byte[] list)
    {
        using var reader = Open(list);
        while (reader.Read(out _))
        {
        }
        return reader.Entries;
    }

    /// <summary>The same list as the kernel shows it in ascii_runtime_measurements.</summary>
    private byte[] InAscii()
    {
        using var lines = new MemoryStream();
        using var reader = Open(binary);
        while (reader.Read(out var entry))
        {
            lines.Write(Encoding.ASCII.GetBytes(
                $"10 {Convert.ToHexStringLower(entry.TemplateDigest)} ima-sig sha256:{Convert.ToHexStringLower(entry.FileDigest)} "));
            lines.Write(entry.Name);
            lines.Write(" \n"u8);
        }
        return lines.ToArray();
    }
}
