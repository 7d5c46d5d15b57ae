using System.CommandLine;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet generations</c>: what hosts approved, and what is approved for groups of them.</summary>
internal sealed class FleetGenerationsCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();

    private readonly FleetFormatOption<FleetGenerations> format = new(
        (printer, generations) => printer.Text((writer, style) => FleetGenerationsText.Write(writer, style, generations)),
        (stream, generations) => FleetGenerationsJson.Write(stream, Tool.Info, generations), FleetGenerationsJson.WriteLines);

    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    public FleetGenerationsCommand() : base("generations", "Say what hosts approved, and what is approved for groups of them",
        "fleet generations", "fleet generations --host web01")
    {
        Add(new FleetApproveCommand());
        Add(new FleetFetchCommand());
        Add(host);
        Add(store);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var asked = store.Open(run);
        var generations = asked.Generations(run.Value(host));
        format.Write(run, generations);
        if (generations.OfHosts.Count + generations.OfGroups.Count == 0)
            run.Voice.Note(run.Value(host) is { } name ? $"no generation is known of {SafeText.Of(name)}" : "no generation is known yet",
                "hosts tell of theirs with the next scan");
        return 0;
    }
}
