using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet findings</c>: what is open on all hosts.</summary>
internal sealed class FleetFindingsCommand
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly FleetFormatOption<FleetFindings> format = new(
        (printer, findings) => printer.Text((writer, style) => FleetFindingsText.Write(writer, style, findings, printer.IsQuiet)),
        (stream, findings) => FleetFindingsJson.Write(stream, Tool.Info, findings), FleetFindingsJson.WriteLines, FleetLine.Write);

    private readonly Option<string> least = new("--min-severity")
    {
        HelpName = string.Join('|', Severities.Select(NameOf)),
        Description = "Only what is this bad or worse; the exit code still tells of all",
        DefaultValueFactory = _ => NameOf(Severity.Low),
    };

    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    private readonly Option<int> most = AtLeastOne.Option("--most", "Tell of so many at most", 1000);

    private FleetFindingsCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var findings = new FleetFindingsCommand(options, session);
        findings.least.AcceptOnlyFromAmong([.. Severities.Select(NameOf)]);
        var command = new Command("findings", "Say what is open, by what each host told last; the worst first") { findings.least, findings.host, findings.most };
        findings.store.AddTo(command);
        findings.format.AddTo(command);
        command.SetAction(findings.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(least);
        using var asked = store.Open(parsed);
        var findings = asked.Findings(Severities.First(severity => NameOf(severity) == name), parsed.GetValue(host), parsed.GetValue(most));
        format.Write(parsed, new Printer(session, options, parsed), findings);
        return (int)findings.Verdict;
    }

    private static string NameOf(Severity severity) => severity.ToString().ToLowerInvariant();
}
