using System.CommandLine.Parsing;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet</c>: what the central store knows of all hosts, and what is approved for groups of them.</summary>
internal sealed class FleetCommand : ProgramCommand
{
    public FleetCommand() : base("fleet", "Ask about all hosts that report to the central store, and look after it",
        "fleet prepare", "fleet enrol web01", "fleet hosts", "fleet outliers")
    {
        Add(new FleetHostsCommand());
        Add(new FleetPrevalenceCommand());
        Add(new FleetOutliersCommand());
        Add(new FleetFindingsCommand());
        Add(new FleetGenerationsCommand());
        Add(new FleetPrepareCommand());
        Add(new FleetEnrolCommand());
        Add(new FleetRetireCommand());
    }

    /// <summary>True for what was typed after its name.</summary>
    public static bool Holds(SymbolResult? typed) => typed is CommandResult command && (command.Command is FleetCommand || Holds(command.Parent));
}
