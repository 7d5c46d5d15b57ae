using System.CommandLine;

namespace IntegrityWatch.Commands.Options;

/// <summary>In which form a command prints: text for people, JSON for machines, and others where a command has them.</summary>
internal class FormatOption : Option<string>
{
    public const string Text = "text";
    public const string Json = "json";

    private const string OptionName = "--format";

    public FormatOption() : this(Text, Json)
    {
    }

    /// <param name="names">The first is the default.</param>
    public FormatOption(params string[] names) : base(OptionName)
    {
        HelpName = string.Join('|', names);
        Description = "In which form to print";
        DefaultValueFactory = _ => names[0];
        this.AcceptOnlyFromAmong(names);
    }

    /// <summary>The form that a command line names, also where the rest of it is not understood; null where it names none.</summary>
    public static string? Named(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == OptionName) is { } option
            && parsed.GetResult(option)?.Tokens is [.., var name] ? name.Value : null;
}
