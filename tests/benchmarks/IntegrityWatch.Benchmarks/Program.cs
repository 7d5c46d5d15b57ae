using IntegrityWatch.Benchmarks.Generating;

// Exit codes: 0 done, 3 a wrong command line or a root that cannot be made.
if (args is not ["generate", .. var options])
{
    Console.Error.WriteLine(GenerateOptions.Usage);
    return 3;
}
try
{
    if (GenerateOptions.Parse(options) is not { } asked)
    {
        Console.Error.WriteLine(GenerateOptions.Usage);
        return 3;
    }
    Console.WriteLine(new EvidenceGenerator(asked).Write());
    return 0;
}
catch (IOException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
