using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>In which form a command prints: text for people, JSON for machines.</summary>
internal sealed class FormatOption
{
    private const string Text = "text";
    private const string Json = "json";

    private readonly Option<string> format = new("--format")
    {
        HelpName = $"{Text}|{Json}",
        Description = "Text for people, JSON for machines",
        DefaultValueFactory = _ => Text,
    };

    public void AddTo(Command command)
    {
        format.AcceptOnlyFromAmong(Text, Json);
        command.Options.Add(format);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(format) == Json;
}
