using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet findings</c>: what is open on all hosts.</summary>
internal sealed class FleetFindingsCommand : FleetQuestionCommand<FleetFindings>
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();

    private readonly Option<string> least = new("--min-severity")
    {
        HelpName = string.Join('|', Severities.Select(NameOf)),
        Description = "Only what is this bad or worse; the exit code still tells of all",
        DefaultValueFactory = _ => NameOf(Severity.Low),
    };

    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    private readonly CountOption most = new("--most", "Tell of so many at most", 1000);

    public FleetFindingsCommand() : base(new FleetFindingsForms(), "findings", "Say what is open, by what each host told last; the worst first",
        "fleet findings", "fleet findings --min-severity high --host web01")
    {
        least.AcceptOnlyFromAmong([.. Severities.Select(NameOf)]);
        AddOptions(least, host, most);
    }

    protected override string? HostOf(CommandRun run) => run.Value(host);

    protected override Func<FleetStore, FleetFindings> Question(CommandRun run)
    {
        var name = run.Value(least);
        return store => store.Findings(Severities.First(severity => NameOf(severity) == name), run.Value(host), run.Value(most));
    }

    private static string NameOf(Severity severity) => severity.ToString().ToLowerInvariant();
}
