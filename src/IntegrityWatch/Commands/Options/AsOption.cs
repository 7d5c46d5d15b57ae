using System.CommandLine;

namespace IntegrityWatch.Commands.Options;

/// <summary>In which form a baseline stands in a file: this program's own, or that of another.</summary>
internal sealed class AsOption : Option<string>
{
    public const string Keylime = "keylime";

    private const string Own = "integritywatch";

    public AsOption() : base("--as")
    {
        HelpName = $"{Own}|{Keylime}";
        Description = "This program's own form, or a runtime policy of Keylime";
        DefaultValueFactory = _ => Own;
        this.AcceptOnlyFromAmong(Own, Keylime);
    }
}
