using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary>A command that asks the central store one question and prints the answer. Its exit code is the answer's verdict.</summary>
internal abstract class FleetQuestionCommand<T>(FleetForms<T> forms, string name, string description, params string[] examples)
    : RunnableCommand(name, description, examples)
{
    private readonly FleetStoreOption store = new();
    private readonly FleetFormatOption<T> format = new(forms);

    private readonly Option<string?> silentAfter = new("--silent-after")
    {
        HelpName = "TIME",
        Description = "A host is silent that reported nothing for so long: 90m, 24h, 7d; without it, for what its own policy allows (maxScanAge), a week at most",
    };

    public override int Run(CommandRun run)
    {
        var ask = Question(run);
        using var asked = store.Open(run);
        var answer = ask(asked);
        var sight = Sight(run, asked);
        format.Write(run, answer, sight);
        Note(run, answer);
        if (FleetWords.Unseen(sight) is { } unseen)
            run.Voice.Complain(unseen, "integritywatch fleet hosts tells of each");
        return (int)forms.Verdict(answer, sight);
    }

    /// <summary>Those that limit the question, before those that all questions have.</summary>
    protected void AddOptions(params Option[] own)
    {
        foreach (var option in (Option[])[.. own, silentAfter, store, format])
            Add(option);
    }

    /// <exception cref="CannotCheckException">What was typed is no question.</exception>
    protected abstract Func<FleetStore, T> Question(CommandRun run);

    /// <summary>Null where each host's own policy says it.</summary>
    /// <exception cref="CannotCheckException">What was typed is no time.</exception>
    protected TimeSpan? SilentAfter(CommandRun run) => run.Value(silentAfter) is { } typed ? TimeArgument.Duration(typed) : null;

    /// <summary>The one host that the question is about; null for all.</summary>
    protected virtual string? HostOf(CommandRun run) => null;

    /// <summary>Which of the hosts that it is about were not looked at.</summary>
    protected virtual FleetSight Sight(CommandRun run, FleetStore store) => store.Sight(SilentAfter(run), HostOf(run));

    /// <summary>What is said beside the answer.</summary>
    protected virtual void Note(CommandRun run, T answer)
    {
    }
}
