using System.CommandLine;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Options;

/// <summary>How a command that changes something shows what that would be, and asks.</summary>
/// <param name="dryRunDescription">What <c>--dry-run</c> does.</param>
internal sealed class ApprovalOptions(string dryRunDescription = "Show what would be approved, and approve nothing")
{
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = dryRunDescription };

    public void AddTo(Command command)
    {
        command.Options.Add(yes);
        command.Options.Add(dryRun);
    }

    public bool IsDryRun(CommandRun run) => run.Value(dryRun);

    /// <summary>Refuses to go on where a question would have no answer: without <c>--yes</c> and <c>--dry-run</c>, and at no terminal.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="message">What would have to be asked.</param>
    /// <param name="hint">What to say in place of an answer.</param>
    /// <exception cref="CannotCheckException">Neither is given, and the program does not run at a terminal.</exception>
    public void RequireAnswer(CommandRun run, string message, string hint)
    {
        if (!run.Value(dryRun) && !run.Value(yes) && !run.Session.CanAsk)
            throw new CannotCheckException(message, hint);
    }

    /// <summary>Shows the plan where text is printed, and asks; false where nothing is to be changed.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="format">In which form it prints.</param>
    /// <param name="plan">Writes what would be changed.</param>
    /// <param name="question">Asked unless <c>--yes</c> answers it.</param>
    public bool Confirm(CommandRun run, FormatOption format, Action<TextWriter, TextStyle> plan, string question)
    {
        var (isDryRun, isAgreed) = (run.Value(dryRun), run.Value(yes));
        if (!run.IsJson(format) && !run.IsQuiet && (isDryRun || !isAgreed))
            run.Printer.Text(plan);
        return !isDryRun && (isAgreed || run.Voice.Ask(question));
    }
}
