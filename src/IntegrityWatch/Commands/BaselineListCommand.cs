using System.CommandLine;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>baseline list</c>: every generation, in one line.</summary>
internal static class BaselineListCommand
{
    public static Command Build(GlobalOptions options, Session session)
    {
        var format = new FormatOption();
        var command = new Command("list", "Say of every generation what made it, when, who, why, and its chain digest");
        format.AddTo(command);
        command.SetAction(parsed =>
        {
            using var history = HistoryPlace.Read(parsed, options, session);
            var printer = new Printer(session, options, parsed);
            if (format.IsJson(parsed))
                printer.Bytes(stream => JsonBaselines.WriteList(stream, Tool.Info, history.Generations));
            else
                printer.Text((writer, style) => BaselineText.WriteList(writer, style, history.Generations));
            if (history.Generations.Count == 0)
                session.Voice.Note("nothing has been captured yet", "run integritywatch baseline capture");
            return 0;
        });
        return command;
    }
}
