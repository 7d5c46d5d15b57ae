using System.Diagnostics;
using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Benchmarks.Fleet;

/// <summary>How long the fleet's questions take.</summary>
internal static class FleetQuestions
{
    private const int Most = 100;

    /// <summary>Prints a line each: name, milliseconds of the median, milliseconds of the slowest. 1 where the first outlier is not the trojan.</summary>
    public static int Ask(StoreAddress address, int rounds)
    {
        using var store = FleetStore.Open(address, CancellationToken.None);
        Time("prevalence-common", rounds, () => store.Prevalence([new Digest("sha256", SimulatedHost.CommonDigest)]).Seen);
        Time("prevalence-rare", rounds, () => store.Prevalence([new Digest("sha256", SimulatedHost.RareDigest(5))]).Seen);
        Time("prevalence-path", rounds, () => store.Prevalence([HostPath.Of(SimulatedHost.TrojanPath)]).Seen);
        Time("hosts", rounds, () => store.Hosts(TimeSpan.FromDays(2)).Hosts.Count);
        Time("findings", rounds, () => store.Findings(new HistoryQuestion { Least = Severity.Low }, null, Most).Open.Count);
        Time("outliers", rounds, () => store.Outliers(1, null, Most).Outliers.Count);
        var first = store.Outliers(1, null, 1).Outliers[0];
        var isTrojan = first.Host == new SimulatedHost(SimulatedHost.TrojanHost).Name && first.Path.Equals(HostPath.Of(SimulatedHost.TrojanPath));
        Console.WriteLine($"first-outlier {first.Host} {Encoding.UTF8.GetString(first.Path.Bytes)}");
        return isTrojan ? 0 : 1;
    }

    private static void Time(string name, int rounds, Func<long> question)
    {
        // Once before that, so that it is not the disk that is measured.
        if (question() == 0)
            throw new InvalidDataException($"{name}: nothing was found");
        var times = Enumerable.Range(0, rounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            question();
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToList();
        Console.WriteLine($"{name} {times[times.Count / 2]:0.0} {times[^1]:0.0}");
    }
}
