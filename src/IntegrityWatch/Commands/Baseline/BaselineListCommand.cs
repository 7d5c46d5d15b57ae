using IntegrityWatch.Commands.Options;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline list</c>: every generation, in one line.</summary>
internal sealed class BaselineListCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    public BaselineListCommand() : base("list", "Say of every generation what made it, when, who, why, and its chain digest",
        "baseline list") => Add(format);

    public override int Run(CommandRun run)
    {
        using var history = run.ReadHistory();
        run.Answer(format, stream => JsonBaselines.WriteList(stream, Tool.Info, history.Generations),
            (writer, style) => BaselineText.WriteList(writer, style, history.Generations));
        if (history.Generations.Count == 0)
            run.Voice.Note("nothing has been captured yet", "run integritywatch baseline capture");
        return 0;
    }
}
