using System.CommandLine;
using System.CommandLine.Parsing;

namespace IntegrityWatch.Commands.Options;

/// <summary>The options of every command.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Root { get; } = new("--root")
    {
        HelpName = "DIR",
        Description = "The folder under which the host's files lie, or an archive of it, .tar or .tar.gz",
        DefaultValueFactory = _ => "/",
        Recursive = true,
    };

    public Option<string?> Database { get; } = new("--db")
    {
        HelpName = "FILE",
        Description = "The history of the host",
        Recursive = true,
    };

    public Option<string?> Configuration { get; } = new("--config")
    {
        HelpName = "FILE",
        Description = "A configuration file to lay over the default one",
        Recursive = true,
    };

    public Option<string[]> Policies { get; } = new("--policy")
    {
        HelpName = "FILE",
        Description = "A policy to lay over the shipped one; may be given several times",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    public Option<string?> Output { get; } = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write to this file, which appears whole or not at all",
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Print findings and errors, and nothing else",
        Recursive = true,
    };

    public Option<bool> NoColour { get; } = new("--no-color")
    {
        Description = "Print without colour",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Tell what is read and where the answer comes from",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Root, Database, Configuration, Policies, Output, Quiet, NoColour, Verbose })
            command.Options.Add(option);
    }

    /// <summary>True where the user named a root, a history, a configuration, a policy or an output file.</summary>
    public bool NameAFile(CommandResult command) =>
        new Option[] { Root, Database, Configuration, Policies, Output }.Any(option => command.GetResult(option) is { Implicit: false });

    /// <summary>True where the output goes to a file.</summary>
    public bool NameOutput(CommandResult command) => command.GetResult(Output) is { Implicit: false };
}
