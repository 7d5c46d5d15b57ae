using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>findings review</c>: what is open, one story after the other, at a terminal. Each answer does what <c>accept</c> or <c>findings resolve</c> does.</summary>
internal sealed class FindingsReviewCommand : RunnableCommand
{
    private readonly QuestionOptions limits = new();

    public FindingsReviewCommand() : base("review", "Go through what is open at a terminal, one after the other: accept, resolve, skip or quit",
        "findings review", "findings review --severity high")
    {
        foreach (var option in limits.OfFindings)
            Add(option);
    }

    public override int Run(CommandRun run)
    {
        if (!run.Session.CanAsk)
            throw new CannotCheckException("nobody can be asked here: standard input and output are no terminal",
                "integritywatch findings list shows what is open; integritywatch accept and findings resolve settle what is named");
        var policy = run.Policy;
        using var root = run.OpenRoot();
        var database = run.Database(root);
        var stories = StoriesIn(run, database, policy);
        if (stories.Count == 0)
            run.Voice.Note("nothing that is open fits this");
        for (var number = 1; number <= stories.Count; number++)
            if (!Ask(run, root, database, policy, stories[number - 1], $"{number} of {stories.Count}"))
                break;
        return 0;
    }

    /// <summary>The history is let go of before anybody is asked.</summary>
    private List<(FindingSet Findings, Dossier About)> StoriesIn(CommandRun run, string database, Policy policy)
    {
        using var history = HistoryFile.OpenForReading(database);
        return [.. limits.Question(run).Of(new OpenFindings(history, policy).All()).Stories()
            .Select(story => (new FindingSet([.. story], newOnly: false), story.Worst.Path.IsEmpty ? Dossier.OfHost(history, story.Worst) : Dossier.OfPath(history, story.Worst.Path)))];
    }

    /// <summary>Shows a story and asks until it is settled, skipped or left. False where the person has had enough.</summary>
    private static bool Ask(CommandRun run, EvidenceRoot root, string database, Policy policy, (FindingSet Findings, Dossier About) story, string place)
    {
        run.Printer.Text((writer, style) => TextReports.WriteStory(writer, style, story.Findings, story.About));
        while (true)
        {
            var answer = run.Voice.AskFor($"{place}: accept, resolve, skip or quit? [a/r/S/q]").ToLowerInvariant();
            switch (answer)
            {
                case "q" or "quit":
                    return false;
                case "" or "s" or "skip":
                    return true;
                case "a" or "accept" or "r" or "resolve":
                    if (run.Voice.AskFor("why? It is kept for ever; nothing goes back") is { Length: > 0 } reason && Settle(run, root, database, policy, story.Findings, answer[0] == 'a', reason))
                        return true;
                    break;
                default:
                    run.Voice.Complain($"no such answer: {SafeText.Of(answer)}");
                    break;
            }
        }
    }

    /// <summary>True where it is done. What keeps it from being done is told, and the person is asked again.</summary>
    private static bool Settle(CommandRun run, EvidenceRoot root, string database, Policy policy, FindingSet story, bool isAccepted, string reason)
    {
        try
        {
            using var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout, mustBeThere: true);
            var open = new OpenFindings(history, policy).All();
            // What came up after it was shown was shown to nobody.
            var shown = story.Open.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
            var findings = open.Where(finding => shown.Contains(finding.Id)).ToList();
            if (findings.Count == 0)
                throw new CannotCheckException("it is not open any more", "skip it");
            var settled = isAccepted
                ? new Acceptance(history, run.Now, reason, CommandRun.User).Accept(findings, open)
                : new Resolution(history, run.Now, reason, CommandRun.User).Resolve(findings, root);
            history.Publish();
            run.Printer.Text((writer, style) => AcceptanceText.Write(writer, style, isAccepted ? "accepted" : "resolved", settled));
            return true;
        }
        catch (CannotCheckException fault)
        {
            run.Voice.Complain(fault.Message, fault.Hint);
            return false;
        }
    }
}
