using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

public class ExamplesTests
{
    public static TheoryData<string> Commands => [.. Paths(Root(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_an_example_that_it_understands(string command)
    {
        var examples = Examples.Of(command);

        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var typed = CommandLineParser.SplitCommandLine(example.Split(" >")[0]).ToList();
            Assert.Empty(Root().Parse(typed).Errors);
            Assert.StartsWith(command, example, StringComparison.Ordinal);
        }
    }

    private static RootCommand Root()
    {
        var session = new Session(Stream.Null, TextWriter.Null, null);
        return CommandLine.Build(session);
    }

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(below => Paths(below, $"{path} {below.Name}".Trim())).Prepend(path);
}
