using IntegrityWatch;
using IntegrityWatch.Terminal;

try
{
    return CommandLine.Run(args, new Session());
}
catch (OutputInterruptedException)
{
    return Interruption.ExitCode;
}
