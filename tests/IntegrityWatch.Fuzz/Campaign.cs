using IntegrityWatch.Fuzz.Guidance;
using IntegrityWatch.Fuzz.SelfCheck;

namespace IntegrityWatch.Fuzz;

/// <summary>A run, as the command line asks for it, and what is told of it.</summary>
internal static class Campaign
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    /// <returns>The program's exit code.</returns>
    public static int Run(string[] arguments)
    {
        var options = Options.Parse(arguments)!;
        // Before anything that counts.
        var map = new CoverageMap();
        var targets = TargetList.Make().Where(options.IsWanted).ToList();
        if (targets.Count == 0)
        {
            Console.Error.WriteLine($"no such target or group: {options.Target}");
            return 3;
        }
        if (options.Replay is null && GuideCheck.Fault(map) is { } fault)
        {
            Console.WriteLine(fault);
            return 1;
        }
        using var fuzzing = new Fuzzing(targets, map, options.Replay is null ? KeptInputs.OfRepository : KeptInputs.None, options.Seed);
        return End(options.Replay is { } file ? fuzzing.Replay(File.ReadAllBytes(file)) : Run(fuzzing, options));
    }

    private static Failure? Run(Fuzzing fuzzing, Options options)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        Console.WriteLine($"seed {options.Seed}, {options.Length}");
        var deadline = options.Deadline();
        using var progress = new Timer(_ => Console.WriteLine($"{deadline.Elapsed.TotalSeconds,6:0} s  {Sum(fuzzing)}"), null, Pace, Pace);
        var failure = fuzzing.Run(deadline, stop.Token);
        progress.Change(Timeout.Infinite, Timeout.Infinite);
        foreach (var (target, tally) in fuzzing.Tallies)
            Console.WriteLine(
                $"{target.Name,-16} {tally.Inputs,10} inputs {tally.Bytes >> 20,6} MiB {tally.Time.TotalSeconds,6:0} s {tally.Refused,10} refused,"
                + $" at most {tally.MostAllocated >> 10,6} KiB allocated, {fuzzing.Guides[target].Queue.Inputs.Count,6} inputs lead to"
                + $" {fuzzing.Guides[target].Queue.Edges,6} edges");
        Console.WriteLine($"{Sum(fuzzing)} in {deadline.Elapsed.TotalSeconds:0} s");
        if (options.Keep is { } folder && failure?.Way != Fuzzing.TooLong)
            fuzzing.Keep(new KeptInputs(folder));
        return failure;
    }

    private static string Sum(Fuzzing fuzzing) =>
        $"{fuzzing.Tallies.Values.Sum(tally => tally.Inputs)} inputs, {fuzzing.ProcessorTime.TotalSeconds:0} s of processor time,"
        + $" {fuzzing.Guides.Values.Sum(guide => guide.Queue.Edges)} edges";

    private static int End(Failure? failure)
    {
        if (failure is null)
            return 0;
        var written = $"fuzz-{failure.Target.Name}-{failure.Number}";
        File.WriteAllBytes(written, failure.Input);
        Console.WriteLine($"{failure.Target.Name} fails with input {failure.Number}, {failure.Input.Length} bytes, now in {written}: {failure.What}");
        return 1;
    }
}
