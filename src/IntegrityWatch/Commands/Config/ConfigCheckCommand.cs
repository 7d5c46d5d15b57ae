using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands.Config;

/// <summary>
/// <c>config check</c>: reads all that every other command would read before it looks at the host, and what sinks and policies name
/// besides. Says that all is well, or the first thing that is not, as every command does. Changes nothing and sends nothing.
/// </summary>
internal sealed class ConfigCheckCommand : RunnableCommand
{
    public ConfigCheckCommand() : base("check", "Say whether the configuration, the policies, and the files that they name can be used",
        "config check", "config check --config test.json")
    {
    }

    public override int Run(CommandRun run)
    {
        var settings = run.LayeredSettings;
        SinkFiles.Check(settings.Values);
        var policy = run.Policy;
        using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys);
        using var root = run.OpenRoot(factsOnly: true);
        var database = run.Database(root);
        using var history = HistoryFile.OpenIfThere(database);

        if (run.IsQuiet)
            return 0;
        IReadOnlyList<string> files = [.. settings.Files, .. run.PolicyFiles, .. File.Exists(database) ? [database] : (string[])[]];
        run.Printer.Text((writer, style) => writer.WriteLine($"{style.Paint(Detection.Verdict.Ok, "ok")}: "
            + (files.Count > 0 ? string.Join(", ", files.Select(SafeText.Of)) : "no file is named or there, so what is built in holds")));
        return 0;
    }
}
