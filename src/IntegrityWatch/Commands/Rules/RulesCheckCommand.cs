using System.CommandLine;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Rules;

/// <summary><c>rules check</c>: which lines of existing audit rules do not load, and which techniques they tell of.</summary>
internal sealed class RulesCheckCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "A rules file, a folder such as /etc/audit/rules.d, or - for what auditctl -l prints; loaded in this order",
        Arity = ArgumentArity.OneOrMore,
    };

    public RulesCheckCommand() : base("check", "Say which lines of audit rules do not load, and which techniques they tell of",
        "rules check /etc/audit/rules.d", "rules check -")
    {
        Add(files);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var sources = run.Value(files)!.Select(file => RuleSource.Read(file, () => new StandardInput(run.Interrupted))).ToList();
        using var root = run.OpenRoot();
        var report = RuleCheck.Run(new TechniqueTable(), sources, RuleHost.Of(root), run.Policy.KeyTechniques);
        run.Answer(format, stream => JsonAnswers.WriteRules(stream, Tool.Info, report),
            (writer, style) => RulesText.Write(writer, style, report, run.IsQuiet));
        return (int)report.Verdict;
    }
}
