using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary><c>fleet prevalence</c>: on how many hosts a path or a digest was seen.</summary>
internal sealed class FleetPrevalenceCommand : RunnableCommand
{
    private readonly FleetStoreOption store = new();
    private readonly SubjectOptions subject = new();

    private readonly FleetFormatOption<FleetPrevalence> format = new(
        (printer, prevalence) => printer.Text((writer, style) => FleetPrevalenceText.Write(writer, style, prevalence)),
        (stream, prevalence) => FleetPrevalenceJson.Write(stream, Tool.Info, prevalence), FleetPrevalenceJson.WriteLines);

    public FleetPrevalenceCommand() : base("prevalence", "Say on how many hosts a path or a digest was seen",
        "fleet prevalence /usr/bin/ps", "fleet prevalence --hash sha256:1ba2904f")
    {
        subject.AddTo(this, _ => false, "say what to tell of: a path or, with --hash, a digest");
        Add(store);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var digests = subject.Digests(run);
        using var asked = store.Open(run);
        var answer = digests is null ? asked.Prevalence(subject.Paths(run)!) : asked.Prevalence(digests);
        format.Write(run, answer);
        return 0;
    }
}
