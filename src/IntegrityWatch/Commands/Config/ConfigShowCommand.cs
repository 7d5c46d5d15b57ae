using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Config;

/// <summary><c>config show</c>: every value that holds, and who said it.</summary>
internal sealed class ConfigShowCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    public ConfigShowCommand() : base("show", "Print every value that holds and where it comes from; secrets are not printed",
        "config show", "config show --config test.json --format json")
    {
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var root = run.OpenRoot(factsOnly: true);
        var settings = run.LayeredSettings.Effective(DefaultFiles.DatabaseUnder(root));
        run.Answer(format, stream => JsonAnswers.WriteSettings(stream, Tool.Info, settings),
            (writer, style) => SettingsText.Write(writer, style, settings));
        return 0;
    }
}
