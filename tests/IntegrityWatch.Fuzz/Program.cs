using IntegrityWatch.Fuzz;
using IntegrityWatch.Fuzz.Guidance;

// Exit codes: 0 everything was stood, 1 a failure, its input in a file, 3 a wrong command line.
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 3;
}
// A single input needs no guide, and without one the stack is told with its lines.
if (options.Replay is not null)
    return Campaign.Run(args);
using var instrumented = new InstrumentedContext();
return instrumented.Run(typeof(Campaign), nameof(Campaign.Run), args);
