using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet outliers</c>: what one host has and no other does, or hardly any.</summary>
internal sealed class FleetOutliersCommand : FleetQuestionCommand<FleetOutliers>
{
    private readonly CountOption hosts = new("--hosts", "An outlier is on so many hosts at most", 1);

    private readonly Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what was reported since: 2026-11-23, 2026-11-23T10:00:00Z, 24h, 7d" };

    private readonly CountOption most = new("--most", "Tell of so many at most", 100);

    public FleetOutliersCommand() : base(new FleetOutliersForms(), "outliers", "Say what hardly any host has; the most suspicious first",
        "fleet outliers", "fleet outliers --hosts 3 --since 24h") =>
        AddOptions(hosts, since, most);

    protected override Func<FleetStore, FleetOutliers> Question(CommandRun run)
    {
        DateTimeOffset? from = run.Value(since) is { } time ? TimeArgument.Time(time, run.Now) : null;
        return store => store.Outliers(run.Value(hosts), from, run.Value(most));
    }
}
