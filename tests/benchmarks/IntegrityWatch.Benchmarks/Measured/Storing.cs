using BenchmarkDotNet.Attributes;
using IntegrityWatch.History;

namespace IntegrityWatch.Benchmarks.Measured;

/// <summary>The history: writing it for the first time, opening it and asking for one path, and looking where nothing is new.</summary>
public class Storing
{
    private GeneratedHost host = null!;
    private HostPath asked;

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        host = new GeneratedHost("--entries", Entries.ToString());
        host.Scan(isPublished: true);
        using var history = HistoryFile.OpenForReading(host.Database);
        asked = history.AllObserved().First().Path;
    }

    [GlobalCleanup]
    public void Remove() => host.Dispose();

    [Benchmark]
    public void Recording()
    {
        using var history = HistoryFile.OpenForUpdate(host["first.db"]);
        var evidence = host.Read(history);
        var recorder = new ObservationRecorder(history, evidence.ListId, evidence.TakenAt);
        foreach (var observation in evidence.Observations)
            recorder.Record(observation);
        history.Publish();
        history.Dispose();
        File.Delete(host["first.db"]);
    }

    [Benchmark]
    public int Reopening()
    {
        using var history = HistoryFile.OpenForReading(host.Database);
        return history.Observed(asked).Count;
    }

    [Benchmark]
    public int NothingNew() => host.Scan(isPublished: false);
}
