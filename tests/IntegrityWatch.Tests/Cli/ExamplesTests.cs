using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Commands;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

public class ExamplesTests
{
    public static TheoryData<string> Commands => [.. Paths(Root(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_an_example_that_it_understands(string command)
    {
        var examples = Find(command) is ProgramCommand known ? known.Examples : CommandLine.Examples;

        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var typed = CommandLineParser.SplitCommandLine(example.Split(" >")[0]).ToList();
            Assert.Empty(Root().Parse(typed).Errors);
            Assert.StartsWith(command, example, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void An_option_whose_value_was_forgotten_is_refused_in_words(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var option in Find(command).Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
        {
            var errors = new StringWriter();

            Assert.Equal(3, CommandLine.Run([.. words, option.Name], new Session(Stream.Null, errors, null)));

            Assert.StartsWith("integritywatch: ", errors.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("failed in a way", errors.ToString(), StringComparison.Ordinal);
        }
    }

    private static RootCommand Root()
    {
        var session = new Session(Stream.Null, TextWriter.Null, null);
        return CommandLine.Build(session);
    }

    private static Command Find(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((Command)Root(), (command, word) => command.Subcommands.Single(below => below.Name == word));

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(below => Paths(below, $"{path} {below.Name}".Trim())).Prepend(path);
}
