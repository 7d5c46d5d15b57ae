using System.CommandLine;
using IntegrityWatch.AuditRules.Installation;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Rules;

/// <summary><c>rules install</c>: put the shipped rules where the host loads them, after looking at what is there.</summary>
internal sealed class RulesInstallCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    private readonly Option<string?> only = new("--only")
    {
        HelpName = string.Join('|', RulesTarget.All.Select(target => target.Name)),
        Description = "Install this, and not the other",
    };

    private readonly Option<bool> force = new("--force") { Description = "Replace what is there with other content, and keep it beside" };

    private readonly ApprovalOptions approval = new("Show what would be written, and write nothing");

    public RulesInstallCommand() : base("install", "Write the audit rules and the IMA policy to where the host loads them, below --root",
        "rules install --dry-run", "rules install --yes", "rules install --only auditd --yes")
    {
        Add(only);
        Add(force);
        approval.AddTo(this);
        only.AcceptOnlyFromAmong([.. RulesTarget.All.Select(target => target.Name)]);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var root = run.OpenRoot(factsOnly: true);
        if (!Directory.Exists(root.Name))
            throw new CannotCheckException($"rules cannot be installed into an archive: {root.Name}", "unpack it, and name the folder with --root");
        var targets = RulesTarget.All.Where(target => run.Value(only) is not { } name || target.Name == name);
        var files = targets.Select(target => PlannedFile.Of(root, target)).ToList();
        var isInstalled = Decide(run, files);
        foreach (var file in isInstalled ? files : [])
            file.Write(run.Now);

        var steps = NextSteps.Of(root, files);
        run.Answer(format, stream => JsonAnswers.WriteInstallation(stream, Tool.Info, root.Name, isInstalled, files, steps),
            isInstalled && !run.IsQuiet ? (writer, style) => InstallText.WriteDone(writer, style, files, steps) : null);
        return 0;
    }

    /// <summary>Shows the plan and asks where that can be answered; false where nothing is to be written.</summary>
    private bool Decide(CommandRun run, IReadOnlyList<PlannedFile> files)
    {
        var isDryRun = approval.IsDryRun(run);
        if (!isDryRun && !run.Value(force) && files.Where(file => file.IsInTheWay).ToList() is { Count: > 0 } inTheWay)
            throw new CannotCheckException(
                $"already there with other content: {string.Join("; ", inTheWay.Select(file => $"{file.Path} ({InstallText.Difference(file)})"))}",
                "nothing was written; --dry-run shows the lines, --force replaces the file and keeps the old one beside it");
        if (!isDryRun && files.All(file => file.State == TargetState.Same))
            return true;
        approval.RequireAnswer(run, "an installation writes files, and nobody is here to be asked",
            "say --yes to write them, or --dry-run to see what it would write");
        return approval.Confirm(run, format, (writer, style) => InstallText.WritePlan(writer, style, files), "write these files?");
    }
}
