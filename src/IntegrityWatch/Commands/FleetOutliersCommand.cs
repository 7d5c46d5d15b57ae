using System.CommandLine;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet outliers</c>: what one host has and no other does, or hardly any.</summary>
internal sealed class FleetOutliersCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly FleetFormatOption<FleetOutliers> format = new(
        (printer, outliers) => printer.Text((writer, style) => FleetOutliersText.Write(writer, style, outliers, printer.IsQuiet)),
        (stream, outliers) => FleetOutliersJson.Write(stream, Tool.Info, outliers), FleetOutliersJson.WriteLines, FleetLine.Write);

    private readonly Option<int> hosts = AtLeastOne.Option("--hosts", "An outlier is on so many hosts at most", 1);

    private readonly Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what was reported since: 2026-11-23, 2026-11-23T10:00:00Z, 24h, 7d" };

    private readonly Option<int> most = AtLeastOne.Option("--most", "Tell of so many at most", 100);

    private FleetOutliersCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var outliers = new FleetOutliersCommand(options, session);
        var command = new Command("outliers", "Say what hardly any host has; the most suspicious first") { outliers.hosts, outliers.since, outliers.most };
        outliers.store.AddTo(command);
        outliers.format.AddTo(command);
        command.SetAction(outliers.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        DateTimeOffset? from = parsed.GetValue(since) is { } time ? TimeArgument.Time(time, session.Now) : null;
        using var asked = store.Open(parsed);
        var outliers = asked.Outliers(parsed.GetValue(hosts), from, parsed.GetValue(most));
        format.Write(parsed, new Printer(session, options, parsed), outliers);
        return (int)outliers.Verdict;
    }
}
