using System.CommandLine;
using System.CommandLine.Parsing;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet</c>: what the central store knows of all hosts, and what is approved for groups of them.</summary>
internal static class FleetCommand
{
    private const string Name = "fleet";

    public static Command Build(GlobalOptions options, Session session) => new(Name, "Ask about all hosts that report to the central store, and look after it")
    {
        FleetHostsCommand.Build(options, session),
        FleetPrevalenceCommand.Build(options, session),
        FleetOutliersCommand.Build(options, session),
        FleetFindingsCommand.Build(options, session),
        FleetGenerationsCommand.Build(options, session),
        FleetPrepareCommand.Build(options, session),
        FleetEnrolCommand.Build(options, session),
        FleetRetireCommand.Build(options, session),
    };

    /// <summary>True for what was typed after its name.</summary>
    public static bool Holds(SymbolResult? typed) => typed is CommandResult command && (command.Command.Name == Name || Holds(command.Parent));
}
