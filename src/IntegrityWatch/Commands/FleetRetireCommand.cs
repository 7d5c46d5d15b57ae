using System.CommandLine;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet retire</c>: let a host report no more.</summary>
internal sealed class FleetRetireCommand
{
    private readonly Session session;
    private readonly FleetStoreOption store;

    private readonly Argument<string> host = new("HOST") { Description = "What the host is called in the fleet" };

    private FleetRetireCommand(GlobalOptions options, Session session) => (this.session, store) = (session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var retire = new FleetRetireCommand(options, session);
        var command = new Command("retire", "Let a host report no more, and expect nothing of it; what it reported stays") { retire.host };
        retire.store.AddTo(command);
        command.SetAction(retire.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(host)!;
        using var administration = store.Administer(parsed);
        administration.Retire(name);
        session.Voice.Note($"retired {name}; what it reported stays", $"integritywatch fleet enrol {name} lets it in again");
        return 0;
    }
}
