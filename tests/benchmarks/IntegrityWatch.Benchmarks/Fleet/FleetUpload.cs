using System.Diagnostics;
using IntegrityWatch.Fleet;

namespace IntegrityWatch.Benchmarks.Fleet;

/// <summary>First reports of many hosts, some at once, each over a connection of its own.</summary>
internal static class FleetUpload
{
    private const int AtOnce = 4;

    /// <summary>Prints rows and seconds.</summary>
    public static int Run(string address, IEnumerable<SimulatedHost> hosts)
    {
        var (clock, rows) = (Stopwatch.StartNew(), 0L);
        Parallel.ForEachAsync(hosts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (host, interrupted) =>
        {
            var named = address.Replace("://", $"://{host.Name}@", StringComparison.Ordinal);
            var transport = new StoreTransport(FleetCommand.Parse(named));
            foreach (var batch in host.Messages())
            {
                var outcome = await transport.SendAsync(batch, interrupted).ConfigureAwait(false);
                if (outcome.Taken != batch.Count || outcome.Refused > 0)
                    throw new IOException($"{host.Name}: {outcome.Problem}");
                Interlocked.Add(ref rows, outcome.Taken);
            }
            transport.Close();
        }).GetAwaiter().GetResult();
        Console.WriteLine($"{rows} {clock.Elapsed.TotalSeconds:0.00}");
        return 0;
    }
}
