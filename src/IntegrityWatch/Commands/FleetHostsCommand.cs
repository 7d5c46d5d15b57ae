using System.CommandLine;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet hosts</c>: who reported when, with which status.</summary>
internal sealed class FleetHostsCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly FleetFormatOption<FleetHosts> format = new(
        (printer, fleet) => printer.Text((writer, style) => FleetHostsText.Write(writer, style, fleet, printer.IsQuiet)),
        (stream, fleet) => FleetHostsJson.Write(stream, Tool.Info, fleet), FleetHostsJson.WriteLines, FleetLine.Write);

    private readonly Option<string> silentAfter = new("--silent-after")
    {
        HelpName = "TIME",
        Description = "A host is silent that reported nothing for so long: 90m, 24h, 7d",
        DefaultValueFactory = _ => "1h",
    };

    private FleetHostsCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var hosts = new FleetHostsCommand(options, session);
        var command = new Command("hosts", "Say which host reported when, and how it is; the worst first") { hosts.silentAfter };
        hosts.store.AddTo(command);
        hosts.format.AddTo(command);
        command.SetAction(hosts.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var patience = TimeArgument.Duration(parsed.GetValue(silentAfter)!);
        using var asked = store.Open(parsed);
        var fleet = asked.Hosts(patience);
        format.Write(parsed, new Printer(session, options, parsed), fleet);
        return (int)fleet.Verdict;
    }
}
