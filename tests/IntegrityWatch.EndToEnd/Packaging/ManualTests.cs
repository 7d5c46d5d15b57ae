namespace IntegrityWatch.EndToEnd.Packaging;

/// <summary>The manual is written by hand, and says what the program says of itself.</summary>
public class ManualTests
{
    public static TheoryData<string> Commands => [.. Told.Select(page => page.Command)];

    /// <summary>Those that do something: not the ones that only have others below them.</summary>
    private static IEnumerable<HelpPage> Told => HelpPage.All
        .Where(page => page.Command.Length > 0 && (page.Subcommands.Count == 0 || !page.Options.IsSubsetOf(ManualPage.GlobalOptions)));

    [Fact]
    public void Every_option_of_the_program_itself_is_in_the_manual() =>
        Assert.Equal(HelpPage.All[0].Options.Order(), ManualPage.GlobalOptions.Order());

    [Fact]
    public void The_manual_knows_every_command_and_no_other() =>
        Assert.Equal(Told.Select(page => page.Command).Order(StringComparer.Ordinal), ManualPage.Commands.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_manual_knows_every_option_of_a_command_and_no_other(string command)
    {
        var help = HelpPage.All.Single(page => page.Command == command);

        Assert.True(ManualPage.Commands.TryGetValue(command, out var options), $"the manual has no part .Ss {command}");
        Assert.Equal(help.Options.Except(ManualPage.GlobalOptions).Order(), options.Order());
    }
}
