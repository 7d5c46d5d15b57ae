using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.History;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>
/// <c>config check</c>: reads all that every other command would read before it looks at the host, and what sinks and policies name
/// besides. Says that all is well, or the first thing that is not, as every command does. Changes nothing and sends nothing.
/// </summary>
internal static class ConfigCheckCommand
{
    public static Command Build(GlobalOptions options, Session session)
    {
        var command = new Command("check", "Say whether the configuration, the policies, and the files that they name can be used");
        command.SetAction(parsed => Run(parsed, options, session));
        return command;
    }

    private static int Run(ParseResult parsed, GlobalOptions options, Session session)
    {
        var settings = options.LayeredSettings(parsed);
        SinkFiles.Check(settings.Values);
        var policy = options.Policy(parsed, settings.Values);
        using var keys = policy.SignatureKeys.Count == 0 ? null : SignatureKeys.Load(policy.SignatureKeys);
        using var root = options.OpenRoot(parsed, session, factsOnly: true);
        var database = options.Database(parsed, settings.Values, root);
        using var history = HistoryFile.OpenIfThere(database);

        if (options.Quiet(parsed))
            return 0;
        IReadOnlyList<string> files = [.. settings.Files, .. options.PolicyFiles(parsed, settings.Values), .. File.Exists(database) ? [database] : (string[])[]];
        new Printer(session, options, parsed).Text((writer, style) => writer.WriteLine($"{style.Paint(Detection.Verdict.Ok, "ok")}: "
            + (files.Count > 0 ? string.Join(", ", files.Select(SafeText.Of)) : "no file is named or there, so what is built in holds")));
        return 0;
    }
}
