using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet hosts</c>: who reported when, with which status.</summary>
internal sealed class FleetHostsCommand : FleetQuestionCommand<FleetHosts>
{
    private readonly Option<string> silentAfter = new("--silent-after")
    {
        HelpName = "TIME",
        Description = "A host is silent that reported nothing for so long: 90m, 24h, 7d",
        DefaultValueFactory = _ => "1h",
    };

    public FleetHostsCommand() : base(new FleetHostsForms(), "hosts", "Say which host reported when, and how it is; the worst first",
        "fleet hosts", "fleet hosts --silent-after 24h", "fleet hosts --format nagios") =>
        AddOptions(silentAfter);

    protected override Func<FleetStore, FleetHosts> Question(CommandRun run)
    {
        var silence = TimeArgument.Duration(run.Value(silentAfter)!);
        return store => store.Hosts(silence);
    }
}
