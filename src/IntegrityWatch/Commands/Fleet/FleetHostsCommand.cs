using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet hosts</c>: who reported when, with which status.</summary>
internal sealed class FleetHostsCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();

    private readonly FleetFormatOption<FleetHosts> format = new(
        (printer, fleet) => printer.Text((writer, style) => FleetHostsText.Write(writer, style, fleet, printer.IsQuiet)),
        (stream, fleet) => FleetHostsJson.Write(stream, Tool.Info, fleet), FleetHostsJson.WriteLines, FleetLine.Write);

    private readonly Option<string> silentAfter = new("--silent-after")
    {
        HelpName = "TIME",
        Description = "A host is silent that reported nothing for so long: 90m, 24h, 7d",
        DefaultValueFactory = _ => "1h",
    };

    public FleetHostsCommand() : base("hosts", "Say which host reported when, and how it is; the worst first",
        "fleet hosts", "fleet hosts --silent-after 24h", "fleet hosts --format nagios")
    {
        Add(silentAfter);
        Add(store);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var silence = TimeArgument.Duration(run.Value(silentAfter)!);
        using var asked = store.Open(run);
        var fleet = asked.Hosts(silence);
        format.Write(run, fleet);
        return (int)fleet.Verdict;
    }
}
