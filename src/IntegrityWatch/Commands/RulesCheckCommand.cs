using System.CommandLine;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Platform.Files;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>rules check</c>: which lines of existing audit rules do not load, and which techniques they tell of.</summary>
internal sealed class RulesCheckCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "A rules file, a folder such as /etc/audit/rules.d, or - for what auditctl -l prints; loaded in this order",
        Arity = ArgumentArity.OneOrMore,
    };

    private RulesCheckCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var check = new RulesCheckCommand(options, session);
        var command = new Command("check", "Say which lines of audit rules do not load, and which techniques they tell of")
        {
            check.files,
        };
        check.format.AddTo(command);
        command.SetAction(check.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        session.Voice.IsQuiet = options.Quiet(parsed);
        var sources = parsed.GetValue(files)!.Select(file => RuleSource.Read(file, () => new StandardInput(session.Interrupted))).ToList();
        var report = RuleCheck.Run(new TechniqueTable(), sources);
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => RulesJson.Write(stream, Tool.Info, report));
        else
            printer.Text((writer, style) => RulesText.Write(writer, style, report, options.Quiet(parsed)));
        return (int)report.Verdict;
    }
}
