using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IntegrityWatch.Benchmarks.Fleet;
using IntegrityWatch.Benchmarks.Generating;

// fleet ...: exit code 0 done, 1 not as it should be, 3 a wrong command line or a store that cannot be asked.
if (args is ["fleet", .. var asked])
    try
    {
        if (FleetCommand.Run(asked) is { } code)
            return code;
        Console.Error.WriteLine(FleetCommand.Usage);
        return 3;
    }
    catch (Exception fault) when (fault is IOException or CannotCheckException or InvalidDataException)
    {
        Console.Error.WriteLine(fault.Message);
        return 3;
    }

// generate ...: exit code 0 done, 3 a wrong command line or a root that cannot be made. Else it is for BenchmarkDotNet.
if (args is not ["generate", .. var options])
{
    // The project as it is built here is what is measured: BenchmarkDotNet would build another, without this repository's properties.
    var config = ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
    BenchmarkSwitcher.FromAssembly(typeof(GenerateOptions).Assembly).Run(args, config);
    return 0;
}
try
{
    if (GenerateOptions.Parse(options) is not { } wanted)
    {
        Console.Error.WriteLine(GenerateOptions.Usage);
        return 3;
    }
    Console.WriteLine(new EvidenceGenerator(wanted).Write());
    return 0;
}
catch (IOException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
