using System.CommandLine;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet generations</c>: what hosts approved, and what is approved for groups of them.</summary>
internal sealed class FleetGenerationsCommand : FleetQuestionCommand<FleetGenerations>
{
    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    public FleetGenerationsCommand() : base(new FleetGenerationsForms(), "generations", "Say what hosts approved, and what is approved for groups of them",
        "fleet generations", "fleet generations --host web01")
    {
        Add(new FleetApproveCommand());
        Add(new FleetFetchCommand());
        AddOptions(host);
    }

    protected override string? HostOf(CommandRun run) => run.Value(host);

    protected override Func<FleetStore, FleetGenerations> Question(CommandRun run) => store => store.Generations(run.Value(host));

    protected override void Note(CommandRun run, FleetGenerations answer)
    {
        if (answer.OfHosts.Count + answer.OfGroups.Count == 0)
            run.Voice.Note(run.Value(host) is { } name ? $"no generation is known of {SafeText.Of(name)}" : "no generation is known yet",
                "hosts tell of theirs with the next scan");
    }
}
