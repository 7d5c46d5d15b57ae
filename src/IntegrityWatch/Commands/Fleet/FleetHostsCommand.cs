using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet hosts</c>: who reported when, with which status.</summary>
internal sealed class FleetHostsCommand : FleetQuestionCommand<FleetHosts>
{
    public FleetHostsCommand() : base(new FleetHostsForms(), "hosts", "Say which host reported when, and how it is; the worst first",
        "fleet hosts", "fleet hosts --silent-after 24h", "fleet hosts --format nagios") =>
        AddOptions();

    protected override Func<FleetStore, FleetHosts> Question(CommandRun run)
    {
        var silence = SilentAfter(run);
        return store => store.Hosts(silence);
    }

    /// <summary>The answer is about nothing else.</summary>
    protected override FleetSight Sight(CommandRun run, FleetStore store) => FleetSight.Whole;
}
