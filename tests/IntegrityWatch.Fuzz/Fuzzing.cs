using System.Diagnostics;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// Gives the targets inputs in turn, and stops at the first that one of them does not stand: an exception that is no refusal,
/// too much memory, or too long.
/// </summary>
internal sealed class Fuzzing(IReadOnlyList<IFuzzTarget> targets, int seed)
{
    /// <summary>Managed memory that an input may make its reader allocate, in bytes for each of its own, and besides.</summary>
    private const long MostBytesPerByte = 64;
    private const long MostBytesBesides = 8 << 20;

    /// <summary>Of processor time, so that a busy machine makes no hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A reader that waits for something takes no processor time.</summary>
    private static readonly TimeSpan PatienceWithSleep = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private volatile Failure? underWay;
    private volatile Failure? failure;

    /// <summary>The number of the latest input. The same seed and number make the same input.</summary>
    public long Number => underWay?.Number ?? 0;

    public Dictionary<IFuzzTarget, Tally> Tallies { get; } = targets.ToDictionary(target => target, _ => new Tally());

    /// <summary>Null where every input was stood.</summary>
    public Failure? Run(long first, TimeSpan time, CancellationToken stop)
    {
        var deadline = DateTime.UtcNow + time;
        var worker = new Thread(() =>
        {
            for (var number = first; DateTime.UtcNow < deadline && !stop.IsCancellationRequested && failure is null; number++)
            {
                var target = targets[(int)(number % targets.Count)];
                Try(target, number, target.Make(new Random(unchecked(seed * 0x01000193 ^ (int)number))));
            }
        })
        { IsBackground = true };
        worker.Start();
        return Watch(worker);
    }

    /// <summary>One input, as it was written when it failed.</summary>
    public Failure? Replay(byte[] input)
    {
        var worker = new Thread(() => Try(targets[0], 0, input)) { IsBackground = true };
        worker.Start();
        return Watch(worker);
    }

    private Failure? Watch(Thread worker)
    {
        var (watched, since, processorSince) = (underWay, DateTime.UtcNow, Environment.CpuUsage.TotalTime);
        while (!worker.Join(Glance))
        {
            if (underWay is { } now && now != watched)
                (watched, since, processorSince) = (now, DateTime.UtcNow, Environment.CpuUsage.TotalTime);
            else if (Environment.CpuUsage.TotalTime - processorSince > Patience || DateTime.UtcNow - since > PatienceWithSleep)
                return watched;
        }
        return failure;
    }

    private void Try(IFuzzTarget target, long number, byte[] input)
    {
        underWay = new Failure(target, number, input, "it takes too long");
        var tally = Tallies[target];
        tally.Inputs++;
        tally.Bytes += input.Length;
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
        }
        catch (CannotCheckException)
        {
            tally.Refused++;
        }
#pragma warning disable CA1031 // Whatever else it is, it is what is looked for.
        catch (Exception problem)
        {
            failure = underWay with { What = problem.ToString() };
            return;
        }
#pragma warning restore CA1031
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        tally.Time += clock.Elapsed;
        tally.MostAllocated = Math.Max(tally.MostAllocated, allocated);
        if (allocated > MostBytesPerByte * input.Length + MostBytesBesides)
            failure = underWay with { What = $"it allocates {allocated} bytes" };
    }
}
