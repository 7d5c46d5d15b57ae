using System.CommandLine;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>config show</c>: every value that holds, and who said it.</summary>
internal sealed class ConfigShowCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private ConfigShowCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var show = new ConfigShowCommand(options, session);
        var command = new Command("show", "Print every value that holds and where it comes from; secrets are not printed");
        show.format.AddTo(command);
        command.SetAction(show.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var root = options.OpenRoot(parsed, session, factsOnly: true);
        var settings = options.LayeredSettings(parsed).Effective(GlobalOptions.DefaultDatabase(root));
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => SettingsJson.Write(stream, Tool.Info, settings));
        else
            printer.Text((writer, style) => SettingsText.Write(writer, style, settings));
        return 0;
    }
}
