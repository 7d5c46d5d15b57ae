using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Packaging;

/// <summary>What <c>--help</c> of one command says.</summary>
/// <param name="Command">Its words, empty for the program itself.</param>
/// <param name="Options">With their dashes, the short ones too.</param>
/// <param name="Subcommands">The last word of each.</param>
internal sealed partial record HelpPage(string Command, IReadOnlySet<string> Options, IReadOnlyList<string> Subcommands)
{
    /// <summary>The page of the program and of all its commands.</summary>
    public static IReadOnlyList<HelpPage> All { get; } = [.. Below("")];

    private static IEnumerable<HelpPage> Below(string command)
    {
        var page = Read(command);
        return page.Subcommands.SelectMany(name => Below($"{command} {name}".Trim())).Prepend(page);
    }

    private static HelpPage Read(string command)
    {
        var told = BuiltProgram.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, told.ExitCode);
        return new HelpPage(command,
            LinesOf(told.Output, "Options").SelectMany(line => Name().Matches(line).Select(name => name.Value)).ToHashSet(),
            [.. LinesOf(told.Output, "Commands").Select(line => line.Split(' ')[0])]);
    }

    /// <summary>The first column of a part: what stands before two spaces.</summary>
    private static IEnumerable<string> LinesOf(string help, string part) => help.Split('\n')
        .SkipWhile(line => line != $"{part}:").Skip(1)
        .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
        .Select(line => line.Trim().Split("  ")[0]);

    [GeneratedRegex("(?<![^ ,])--?[a-z?][a-z-]*")]
    private static partial Regex Name();
}
