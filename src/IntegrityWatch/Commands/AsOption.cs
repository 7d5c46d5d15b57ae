using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>In which form a baseline stands in a file: this program's own, or that of another.</summary>
internal sealed class AsOption
{
    private const string Own = "integritywatch";
    private const string Keylime = "keylime";

    private readonly Option<string> form = new("--as")
    {
        HelpName = $"{Own}|{Keylime}",
        Description = "This program's own form, or a runtime policy of Keylime",
        DefaultValueFactory = _ => Own,
    };

    public void AddTo(Command command)
    {
        form.AcceptOnlyFromAmong(Own, Keylime);
        command.Options.Add(form);
    }

    public bool IsKeylime(ParseResult parsed) => parsed.GetValue(form) == Keylime;
}
