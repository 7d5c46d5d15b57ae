using System.CommandLine;
using IntegrityWatch.History.Baselines;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline show</c>: all that one generation holds.</summary>
internal static class BaselineShowCommand
{
    public static Command Build(GlobalOptions options, Session session)
    {
        var number = new Argument<int?>("N")
        {
            Description = "The generation's number; the latest where none is named",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new FormatOption();
        var command = new Command("show", "Say all of one generation, and as text every path and digest that it approves") { number };
        format.AddTo(command);
        command.SetAction(parsed =>
        {
            using var history = HistoryPlace.Read(parsed, options, session);
            var document = BaselineDocument.Of(history, parsed.GetValue(number));
            var printer = new Printer(session, options, parsed);
            if (format.IsJson(parsed))
                printer.Bytes(stream => JsonBaselines.WriteGeneration(stream, Tool.Info, document));
            else
                printer.Text((writer, style) => BaselineText.WriteGeneration(writer, style, document, options.Quiet(parsed)));
            return 0;
        });
        return command;
    }
}
