using IntegrityWatch.Commands.Options;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>history</c>: every digest a path had, every path a digest had.</summary>
internal sealed class HistoryCommand : RunnableCommand
{
    private readonly FormatOption format = new();
    private readonly SubjectOptions subject = new();
    private readonly QuestionOptions limits = new();

    public HistoryCommand() : base("history", "Say every digest that a path had, every path that a digest had, and what users and techniques did",
        "history /usr/bin/ps", "history --hash sha256:1ba2904f", "history --technique T1140 --since 7d")
    {
        subject.AddTo(this, limits.AreGiven, "say what to tell of: a path, --hash, --path, --technique, --user or --since");
        foreach (var option in limits.OfAll)
            Add(option);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var beginning = subject.Hash(run) is { } hash ? DigestArgument.Beginning(hash) : null;
        var question = limits.Question(run) with
        {
            Paths = subject.Paths(run),
            Digests = beginning is null ? subject.Digests(run) : null,
            DigestsThatBegin = beginning,
        };
        using var history = run.ReadHistory();
        var answer = question.Ask(history);
        run.Answer(format, stream => JsonDocuments.WriteHistory(stream, Tool.Info, answer),
            !answer.IsEmpty ? (writer, style) => TextReports.WriteHistory(writer, style, answer) : null);
        if (answer.LeftOut > 0)
            run.Voice.Note($"left out: {answer.LeftOut} more, see --limit");
        if (answer.IsEmpty)
            run.Voice.Note(subject.Named(run) is { } about ? $"nothing is known of {SafeText.Of(about)}" : "nothing is known of that",
                "only what was used and measured since the first scan is known");
        return 0;
    }
}
