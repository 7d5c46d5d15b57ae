using System.CommandLine;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet generations</c>: what hosts approved, and what is approved for groups of them.</summary>
internal sealed class FleetGenerationsCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly FleetFormatOption<FleetGenerations> format = new(
        (printer, generations) => printer.Text((writer, style) => FleetGenerationsText.Write(writer, style, generations)),
        (stream, generations) => FleetGenerationsJson.Write(stream, Tool.Info, generations), FleetGenerationsJson.WriteLines);

    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    private FleetGenerationsCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var generations = new FleetGenerationsCommand(options, session);
        var command = new Command("generations", "Say what hosts approved, and what is approved for groups of them")
        {
            FleetApproveCommand.Build(options, session),
            FleetFetchCommand.Build(options, session),
            generations.host,
        };
        generations.store.AddTo(command);
        generations.format.AddTo(command);
        command.SetAction(generations.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var asked = store.Open(parsed);
        var generations = asked.Generations(parsed.GetValue(host));
        format.Write(parsed, new Printer(session, options, parsed), generations);
        if (generations.OfHosts.Count + generations.OfGroups.Count == 0)
            session.Voice.Note(parsed.GetValue(host) is { } name ? $"no generation is known of {SafeText.Of(name)}" : "no generation is known yet",
                "hosts tell of theirs with the next scan");
        return 0;
    }
}
