using System.CommandLine;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>fleet prevalence</c>: on how many hosts a path or a digest was seen.</summary>
internal sealed class FleetPrevalenceCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FleetStoreOption store;
    private readonly SubjectOptions subject = new();

    private readonly FleetFormatOption<FleetPrevalence> format = new(
        (printer, prevalence) => printer.Text((writer, style) => FleetPrevalenceText.Write(writer, style, prevalence)),
        (stream, prevalence) => FleetPrevalenceJson.Write(stream, Tool.Info, prevalence), FleetPrevalenceJson.WriteLines);

    private FleetPrevalenceCommand(GlobalOptions options, Session session) =>
        (this.options, this.session, store) = (options, session, new FleetStoreOption(options, session));

    public static Command Build(GlobalOptions options, Session session)
    {
        var prevalence = new FleetPrevalenceCommand(options, session);
        var command = new Command("prevalence", "Say on how many hosts a path or a digest was seen");
        prevalence.subject.AddTo(command, _ => false, "say what to tell of: a path or, with --hash, a digest");
        prevalence.store.AddTo(command);
        prevalence.format.AddTo(command);
        command.SetAction(prevalence.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var digests = subject.Digests(parsed);
        using var asked = store.Open(parsed);
        var answer = digests is null ? asked.Prevalence(subject.Paths(parsed)!) : asked.Prevalence(digests);
        format.Write(parsed, new Printer(session, options, parsed), answer);
        return 0;
    }
}
