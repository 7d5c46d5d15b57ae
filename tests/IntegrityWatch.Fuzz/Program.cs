using System.Diagnostics;
using IntegrityWatch.Fuzz;

// Exit codes: 0 everything was stood, 1 a failure, its input in a file, 3 a wrong command line.
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 3;
}
var targets = TargetList.Make().Where(target => options.Target is null || target.Name == options.Target).ToList();
if (targets.Count == 0)
{
    Console.Error.WriteLine($"no such target: {options.Target}");
    return 3;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
Console.WriteLine($"seed {options.Seed}, {options.Seconds} s");
var clock = Stopwatch.StartNew();
var fuzzing = new Fuzzing(targets, options.Seed);
using var progress = new Timer(
    _ => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0} s  input {fuzzing.Number}"), null, dueTime: 30_000, period: 30_000);
var failure = options.Replay is { } file
    ? fuzzing.Replay(File.ReadAllBytes(file))
    : fuzzing.Run(options.First, TimeSpan.FromSeconds(options.Seconds), stop.Token);

foreach (var (target, tally) in fuzzing.Tallies)
    Console.WriteLine(
        $"{target.Name,-12} {tally.Inputs,10} inputs {tally.Bytes >> 20,7} MiB {tally.Time.TotalSeconds,6:0} s"
        + $" {tally.Refused,10} refused, at most {tally.MostAllocated >> 10,6} KiB allocated");
Console.WriteLine($"{fuzzing.Tallies.Values.Sum(tally => tally.Inputs)} inputs in {clock.Elapsed.TotalSeconds:0} s");
if (failure is null)
    return 0;

var written = $"fuzz-{failure.Target.Name}-{failure.Number}";
File.WriteAllBytes(written, failure.Input);
Console.WriteLine($"{failure.Target.Name} fails with input {failure.Number}, now in {written}: {failure.What}");
return 1;
