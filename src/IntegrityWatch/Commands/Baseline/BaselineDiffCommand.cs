using System.CommandLine;
using System.Globalization;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline diff</c>: what two generations, an exported one, or the host as it was last seen, have different.</summary>
internal sealed class BaselineDiffCommand : RunnableCommand
{
    private const string Now = "now";

    private readonly FormatOption format = new();

    private readonly Argument<string?> from = new("FROM")
    {
        Description = "A generation's number, an exported file, or now: the host as it was last seen; the generation before TO where none is named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> to = new("TO")
    {
        Description = "The same; the latest generation where none is named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public BaselineDiffCommand() : base("diff", "Say which packages, paths and digests two baselines have different",
        "baseline diff", "baseline diff 2 3", "baseline diff web01.json web02.json")
    {
        Add(from);
        Add(to);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        using var history = run.ReadHistory();
        var left = run.Value(from) ?? Number(Before(history));
        var right = run.Value(to) ?? Number(BaselineDocument.Find(history, number: null).Number);
        var comparison = new BaselineComparison(ContentOf(history, left), ContentOf(history, right));
        run.Answer(format, stream => JsonBaselines.WriteComparison(stream, Tool.Info, left, right, comparison),
            (writer, style) => BaselineText.WriteComparison(writer, style, comparison));
        return 0;
    }

    private static int Before(IHistory history) => BaselineDocument.Find(history, number: null).Number is > 1 and var latest
        ? latest - 1
        : throw new CannotCheckException("there is one generation, and nothing before it to compare it with",
            "integritywatch baseline diff 1 now compares it with the host as it was last seen");

    private static BaselineContent ContentOf(IHistory history, string named)
    {
        if (named == Now)
            return BaselineComparison.Now(history);
        return int.TryParse(named, NumberStyles.None, null, out var number)
            ? BaselineDocument.Of(history, number).Content
            : BaselineFile.Read(named).Intact().Content;
    }

    private static string Number(int number) => number.ToString();
}
