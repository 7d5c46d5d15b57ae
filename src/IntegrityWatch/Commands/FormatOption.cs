using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>In which form a command prints: text for people, JSON for machines, and others where a command has them.</summary>
internal sealed class FormatOption
{
    public const string Text = "text";
    public const string Json = "json";

    private const string OptionName = "--format";

    private readonly Option<string> option;
    private readonly string[] names;

    public FormatOption() : this([Text, Json])
    {
    }

    /// <param name="names">The first is the default.</param>
    public FormatOption(IEnumerable<string> names)
    {
        this.names = [.. names];
        option = new Option<string>(OptionName)
        {
            HelpName = string.Join('|', this.names),
            Description = "In which form to print",
            DefaultValueFactory = _ => this.names[0],
        };
    }

    public void AddTo(Command command)
    {
        option.AcceptOnlyFromAmong(names);
        command.Options.Add(option);
    }

    /// <summary>The form that a command line names, also where the rest of it is not understood; null where it names none.</summary>
    public static string? Named(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == OptionName) is { } option
            && parsed.GetResult(option)?.Tokens is [.., var name] ? name.Value : null;

    public string Name(ParseResult parsed) => parsed.GetValue(option)!;

    public bool IsJson(ParseResult parsed) => Name(parsed) == Json;
}
