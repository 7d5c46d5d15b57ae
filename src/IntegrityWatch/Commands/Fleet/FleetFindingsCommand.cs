using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet findings</c>: what is open on all hosts.</summary>
internal sealed class FleetFindingsCommand : FleetQuestionCommand<FleetFindings>
{
    private const int Most = 1000;

    private readonly QuestionOptions limits = new();

    private readonly Option<string?> host = new("--host") { HelpName = "HOST", Description = "Only of this host" };

    public FleetFindingsCommand() : base(new FleetFindingsForms(), "findings", "Say what is open, by what each host told last; the worst first",
        "fleet findings", "fleet findings --severity high --host web01", "fleet findings --kind known-bad --since 24h")
    {
        limits.KeepOldNames();
        AddOptions([.. limits.OfFindings, host]);
    }

    protected override string? HostOf(CommandRun run) => run.Value(host);

    protected override Func<FleetStore, FleetFindings> Question(CommandRun run)
    {
        var question = limits.Question(run, Severity.Low);
        return store => store.Findings(question, run.Value(host), question.Limit ?? Most);
    }

    protected override void Note(CommandRun run, FleetFindings answer)
    {
        if (answer.Open.Count == 0 && limits.AreGiven(run))
            run.Voice.Note("nothing that is open fits this", "integritywatch fleet findings shows all");
    }
}
