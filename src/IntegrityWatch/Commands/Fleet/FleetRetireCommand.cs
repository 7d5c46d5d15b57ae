using System.CommandLine;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet retire</c>: let a host report no more.</summary>
internal sealed class FleetRetireCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();

    private readonly Argument<string> host = new("HOST") { Description = "What the host is called in the fleet" };

    public FleetRetireCommand() : base("retire", "Let a host report no more, and expect nothing of it; what it reported stays",
        "fleet retire web01")
    {
        Add(host);
        Add(store);
    }

    public override int Run(CommandRun run)
    {
        var name = run.Value(host)!;
        using var administration = store.Administer(run);
        administration.Retire(name);
        run.Voice.Note($"retired {name}; what it reported stays", $"integritywatch fleet enrol {name} lets it in again");
        return 0;
    }
}
