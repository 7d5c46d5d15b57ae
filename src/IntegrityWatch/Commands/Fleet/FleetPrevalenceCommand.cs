using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet prevalence</c>: on how many hosts a path or a digest was seen.</summary>
internal sealed class FleetPrevalenceCommand : FleetQuestionCommand<FleetPrevalence>
{
    private readonly SubjectOptions subject = new();

    public FleetPrevalenceCommand() : base(new FleetPrevalenceForms(), "prevalence", "Say on how many hosts a path or a digest was seen",
        "fleet prevalence /usr/bin/ps", "fleet prevalence --hash sha256:1ba2904f")
    {
        subject.AddTo(this, _ => false, "say what to tell of: a path or, with --hash, a digest");
        AddOptions();
    }

    protected override Func<FleetStore, FleetPrevalence> Question(CommandRun run)
    {
        var digests = subject.Digests(run);
        return store => digests is null ? store.Prevalence(subject.Paths(run)!) : store.Prevalence(digests);
    }
}
