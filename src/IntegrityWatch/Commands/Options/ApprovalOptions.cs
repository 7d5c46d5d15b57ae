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

    /// <summary>
    /// Prepares what is to be done, shows it, asks, and does it. Nothing is held while a person thinks: it is prepared anew then, and what changed in
    /// between is shown again.
    /// </summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="format">In which form it prints.</param>
    /// <param name="question">Asked unless <c>--yes</c> answers it.</param>
    /// <param name="asks">False where what was typed says exactly what is to be done.</param>
    /// <param name="prepare">Takes hold of what is to be changed and works out the change; each that is given is disposed of here.</param>
    /// <param name="show">Writes what would be changed: all of it, for what is not written is not noticed to be another by then.</param>
    /// <returns>What was worked out last, and whether it was done.</returns>
    /// <exception cref="CannotCheckException">The answer was no.</exception>
    public (T Plan, bool IsDone) Decide<T>(CommandRun run, FormatOption format, string question, bool asks, Func<Prepared<T>> prepare,
        Action<TextWriter, TextStyle, T> show)
    {
        var isAgreed = run.Value(yes) || !asks || !run.Session.CanAsk;
        string? shown = null;
        while (true)
        {
            using var prepared = prepare();
            var plan = prepared.Plan;
            var text = TextOf(plan, show);
            if (run.Value(dryRun) || (shown != text && !isAgreed) || (shown is null && asks && !run.Value(yes)))
                Show(run, format, plan, show);
            if (run.Value(dryRun) || !prepared.IsWorthIt)
                return (plan, false);
            if (isAgreed || shown == text)
            {
                prepared.Do();
                return (plan, true);
            }
            if (shown is not null)
                run.Voice.Complain("it is another by now than what was shown, so look at it again");
            shown = text;
            prepared.Dispose();
            if (!run.Voice.Ask(question))
                throw new CannotCheckException("the answer was no, and nothing was changed: nothing was approved");
        }
    }

    private static void Show<T>(CommandRun run, FormatOption format, T plan, Action<TextWriter, TextStyle, T> show)
    {
        if (!run.IsJson(format) && !run.IsQuiet)
            run.Printer.Text((writer, style) => show(writer, style, plan));
    }

    private static string TextOf<T>(T plan, Action<TextWriter, TextStyle, T> show)
    {
        using var writer = new StringWriter();
        show(writer, TextStyle.Plain, plan);
        return writer.ToString();
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

/// <summary>A change that is worked out, and what is held for it.</summary>
internal sealed class Prepared<T>(IDisposable held, T plan, Action done) : IDisposable
{
    public T Plan => plan;

    /// <summary>False where nothing would be another than before: then it is neither asked about nor done.</summary>
    public bool IsWorthIt { get; init; } = true;

    public void Do() => done();

    public void Dispose() => held.Dispose();
}

/// <inheritdoc cref="Prepared{T}"/>
internal static class Prepared
{
    /// <summary>Lets go of what is held where the change cannot be worked out.</summary>
    public static Prepared<T> Of<T>(IDisposable held, Func<T> plan, Action done, Func<T, bool>? isWorthIt = null)
    {
        try
        {
            var made = plan();
            return new Prepared<T>(held, made, done) { IsWorthIt = isWorthIt?.Invoke(made) ?? true };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
