using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet outliers</c>: what one host has and no other does, or hardly any.</summary>
internal sealed class FleetOutliersCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();

    private readonly FleetFormatOption<FleetOutliers> format = new(
        (printer, outliers) => printer.Text((writer, style) => FleetOutliersText.Write(writer, style, outliers, printer.IsQuiet)),
        (stream, outliers) => FleetOutliersJson.Write(stream, Tool.Info, outliers), FleetOutliersJson.WriteLines, FleetLine.Write);

    private readonly CountOption hosts = new("--hosts", "An outlier is on so many hosts at most", 1);

    private readonly Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what was reported since: 2026-11-23, 2026-11-23T10:00:00Z, 24h, 7d" };

    private readonly CountOption most = new("--most", "Tell of so many at most", 100);

    public FleetOutliersCommand() : base("outliers", "Say what hardly any host has; the most suspicious first",
        "fleet outliers", "fleet outliers --hosts 3 --since 24h")
    {
        Add(hosts);
        Add(since);
        Add(most);
        Add(store);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        DateTimeOffset? from = run.Value(since) is { } time ? TimeArgument.Time(time, run.Now) : null;
        using var asked = store.Open(run);
        var outliers = asked.Outliers(run.Value(hosts), from, run.Value(most));
        format.Write(run, outliers);
        return (int)outliers.Verdict;
    }
}
