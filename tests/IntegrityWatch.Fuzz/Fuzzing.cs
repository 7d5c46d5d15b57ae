using IntegrityWatch.Fuzz.Guidance;

namespace IntegrityWatch.Fuzz;

/// <summary>
/// Gives the targets inputs, each the same share of time, and stops at the first input that one of them does not stand: an exception that
/// is no refusal, too much memory, or too long.
/// </summary>
internal sealed class Fuzzing : IDisposable
{
    /// <summary>The way in which a target fails that does not come to an end.</summary>
    public const string TooLong = "time";

    /// <summary>How often to try to shorten an input that showed something new, and one that fails.</summary>
    private const int TriesOfNew = 48;
    private const int TriesOfFailed = 4000;

    /// <summary>Of processor time, so that a busy machine makes no hang.</summary>
    private static readonly TimeSpan CpuTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A reader that waits for something takes no processor time.</summary>
    private static readonly TimeSpan TimeoutWithSleep = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<IFuzzTarget> targets;
    private readonly CoverageMap map;
    private readonly InputUnderWay file = new();
    private volatile Failure? underWay;
    private volatile Failure? failure;

    public Fuzzing(IReadOnlyList<IFuzzTarget> targets, CoverageMap map, KeptInputs kept, int seed)
    {
        this.map = map;
        this.targets = targets;
        Tallies = targets.ToDictionary(target => target, _ => new Tally());
        Guides = targets.ToDictionary(target => target, target => new Guide(target, kept.Of(target), seed));
    }

    public Dictionary<IFuzzTarget, Tally> Tallies { get; }

    public Dictionary<IFuzzTarget, Guide> Guides { get; }

    public TimeSpan ProcessorTime { get; private set; }

    /// <summary>Null where every input was stood.</summary>
    public Failure? Run(Deadline deadline, CancellationToken stop) => Work(() =>
    {
        while (failure is null && !stop.IsCancellationRequested && !deadline.IsOver(ProcessorTime))
        {
            var target = targets.MinBy(target => Tallies[target].Time)!;
            Try(target, Guides[target].Make(Tallies[target].Inputs));
        }
    });

    /// <summary>Writes few inputs of each target that together take every edge that was seen.</summary>
    public Failure? Keep(KeptInputs kept) => Work(() =>
    {
        foreach (var target in targets.Where(target => target.IsKept))
            kept.Write(target, Guides[target].Queue.Smallest(KeptInputs.Longest, KeptInputs.MostOfTarget, input =>
            {
                Give(target, input);
                return map.Taken();
            }));
    });

    /// <summary>One input, as it was written when it failed.</summary>
    public Failure? Replay(byte[] input) => Work(() => Fail(targets[0], input, Give(targets[0], input)));

    public void Dispose() => file.Dispose();

    private Failure? Work(Action work)
    {
        var worker = new Thread(() => work()) { IsBackground = true };
        worker.Start();
        var (watched, since, processorSince) = (underWay, DateTime.UtcNow, Environment.CpuUsage.TotalTime);
        while (!worker.Join(Glance))
        {
            if (underWay is { } now && now != watched)
                (watched, since, processorSince) = (now, DateTime.UtcNow, Environment.CpuUsage.TotalTime);
            else if (watched is not null
                && (Environment.CpuUsage.TotalTime - processorSince > CpuTimeout || DateTime.UtcNow - since > TimeoutWithSleep))
                return failure ?? watched;
        }
        return failure;
    }

    private void Try(IFuzzTarget target, byte[] input)
    {
        var began = WorkerClock.Now;
        var (tally, queue) = (Tallies[target], Guides[target].Queue);
        var attempt = Give(target, input);
        if (attempt.IsFailed)
            Fail(target, Reduction.Of(input, TriesOfFailed, shorter => Give(target, shorter).Way == attempt.Way), attempt);
        else if (queue.Offer(input, map))
            // What is left of it after all that does not matter is read faster, and changed where it matters.
            queue.Shorten(input, map, TriesOfNew, shorter => !Give(target, shorter).IsFailed);
        var ended = WorkerClock.Now;
        tally.Time += ended - began;
        ProcessorTime = ended;
    }

    private Attempt Give(IFuzzTarget target, byte[] input)
    {
        var tally = Tallies[target];
        underWay = new Failure(target, tally.Inputs, input, "it takes too long", TooLong);
        file.Set(target, input);
        map.Clear();
        var attempt = Attempt.Of(target, input);
        tally.Inputs++;
        tally.Bytes += input.Length;
        tally.Refused += attempt.IsRefused ? 1 : 0;
        tally.MostAllocated = Math.Max(tally.MostAllocated, attempt.Allocated);
        return attempt;
    }

    private void Fail(IFuzzTarget target, byte[] input, Attempt attempt)
    {
        if (attempt.IsFailed)
            failure = new Failure(target, Tallies[target].Inputs, input, attempt.What!, attempt.Way!);
    }
}
