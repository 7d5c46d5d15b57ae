using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline show</c>: all that one generation holds.</summary>
internal sealed class BaselineShowCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    private readonly Argument<int?> number = new("N")
    {
        Description = "The generation's number; the latest where none is named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public BaselineShowCommand() : base("show", "Say all of one generation, and as text every path and digest that it approves",
        "baseline show", "baseline show 3 --format json")
    {
        Add(number);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var history = run.ReadHistory();
        var document = BaselineDocument.Of(history, run.Value(number));
        run.Answer(format, stream => JsonBaselines.WriteGeneration(stream, Tool.Info, document),
            (writer, style) => BaselineText.WriteGeneration(writer, style, document, run.IsQuiet));
        return 0;
    }
}
