using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace IntegrityWatch.Terminal;

/// <summary>The library's help, and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parsed)
    {
        var code = help.Invoke(parsed);
        var examples = Examples.Of(string.Join(' ', Path(parsed.CommandResult)));
        var output = parsed.InvocationConfiguration.Output;
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  integritywatch {example}");
            output.WriteLine();
        }
        return code;
    }

    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [];
}
