using System.CommandLine;
using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>rules install</c>: put the shipped rules where the host loads them, after looking at what is there.</summary>
internal sealed class RulesInstallCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private readonly Option<string?> only = new("--only")
    {
        HelpName = string.Join('|', RulesTarget.All.Select(target => target.Name)),
        Description = "Install this, and not the other",
    };

    private readonly Option<bool> force = new("--force") { Description = "Replace what is there with other content, and keep it beside" };

    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be written, and write nothing" };

    private RulesInstallCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var install = new RulesInstallCommand(options, session);
        var command = new Command("install", "Write the audit rules and the IMA policy to where the host loads them, below --root")
        {
            install.only, install.force, install.yes, install.dryRun,
        };
        install.only.AcceptOnlyFromAmong([.. RulesTarget.All.Select(target => target.Name)]);
        install.format.AddTo(command);
        command.SetAction(install.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        using var root = options.OpenRoot(parsed, session, factsOnly: true);
        if (!Directory.Exists(root.Name))
            throw new CannotCheckException($"rules cannot be installed into an archive: {root.Name}", "unpack it, and name the folder with --root");
        var targets = RulesTarget.All.Where(target => parsed.GetValue(only) is not { } name || target.Name == name);
        var files = targets.Select(target => PlannedFile.Of(root, target)).ToList();
        var isInstalled = Decide(parsed, files);
        foreach (var file in isInstalled ? files : [])
            file.Write(session.Now);

        var steps = NextSteps.Of(root, files);
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => InstallJson.Write(stream, Tool.Info, root.Name, isInstalled, files, steps));
        else if (isInstalled && !options.Quiet(parsed))
            printer.Text((writer, style) => InstallText.WriteDone(writer, style, files, steps));
        return 0;
    }

    /// <summary>Shows the plan and asks where somebody can answer; false where nothing is to be written.</summary>
    private bool Decide(ParseResult parsed, IReadOnlyList<PlannedFile> files)
    {
        var isDryRun = parsed.GetValue(dryRun);
        if (!isDryRun && !parsed.GetValue(force) && files.Where(file => file.IsInTheWay).ToList() is { Count: > 0 } inTheWay)
            throw new CannotCheckException(
                $"already there with other content: {string.Join("; ", inTheWay.Select(file => $"{file.Path} ({InstallText.Difference(file)})"))}",
                "nothing was written; --dry-run shows the lines, --force replaces the file and keeps the old one beside it");
        var isAnythingToDo = files.Any(file => file.State != TargetState.Same);
        var canAsk = session.TerminalColumns is not null && !Console.IsInputRedirected;
        if (!isDryRun && isAnythingToDo && !parsed.GetValue(yes) && !canAsk)
            throw new CannotCheckException("an installation writes files, and nobody is here to be asked",
                "say --yes to write them, or --dry-run to see what it would write");
        if (!format.IsJson(parsed) && !options.Quiet(parsed) && (isDryRun || (isAnythingToDo && !parsed.GetValue(yes))))
            new Printer(session, options, parsed).Text((writer, style) => InstallText.WritePlan(writer, style, files));
        return !isDryRun && (!isAnythingToDo || parsed.GetValue(yes) || session.Voice.Ask("write these files?"));
    }
}
