using System.CommandLine;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>history</c>: every digest a path had, every path a digest had.</summary>
internal sealed class HistoryCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();
    private readonly SubjectOptions subject = new();
    private readonly QuestionOptions limits = new();

    private HistoryCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var history = new HistoryCommand(options, session);
        var command = new Command("history", "Say every digest that a path had, every path that a digest had, and what users and techniques did");
        history.subject.AddTo(command, history.limits.AreGiven, "say what to tell of: a path, --hash, --technique, --user or --since");
        history.limits.AddTo(command);
        history.format.AddTo(command);
        command.SetAction(history.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var beginning = subject.Hash(parsed) is { } hash ? DigestArgument.Beginning(hash) : null;
        var question = limits.Question(parsed, session.Now) with
        {
            Paths = subject.Paths(parsed),
            Digests = beginning is null ? subject.Digests(parsed) : null,
            DigestsThatBegin = beginning,
        };
        using var history = HistoryPlace.Read(parsed, options, session);
        var answer = question.Ask(history);

        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => JsonDocuments.WriteHistory(stream, Tool.Info, answer));
        else if (!answer.IsEmpty)
            printer.Text((writer, style) => TextReports.WriteHistory(writer, style, answer));
        if (answer.IsEmpty)
            session.Voice.Note(subject.Named(parsed) is { } about ? $"nothing is known of {SafeText.Of(about)}" : "nothing is known of that",
                "only what was used and measured since the first scan is known");
        return 0;
    }
}
