using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using IntegrityWatch.Commands;

namespace IntegrityWatch.Terminal;

/// <summary>The library's help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parsed)
    {
        var code = help.Invoke(parsed);
        var examples = parsed.CommandResult.Command is ProgramCommand command ? command.Examples : CommandLine.Examples;
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  integritywatch {example}");
        output.WriteLine();
        return code;
    }
}
