using System.CommandLine;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Commands.Fleet;

/// <summary>A command that asks the central store one question and prints the answer. Its exit code is the answer's verdict.</summary>
internal abstract class FleetQuestionCommand<T>(FleetForms<T> forms, string name, string description, params string[] examples)
    : RunnableCommand(name, description, examples)
{
    private readonly FleetStoreOption store = new();
    private readonly FleetFormatOption<T> format = new(forms);

    public override int Run(CommandRun run)
    {
        var ask = Question(run);
        using var asked = store.Open(run);
        var answer = ask(asked);
        format.Write(run, answer);
        Note(run, answer);
        return (int)(forms.Verdict(answer) ?? Verdict.Ok);
    }

    /// <summary>Those that limit the question, before those that all questions have.</summary>
    protected void AddOptions(params Option[] own)
    {
        foreach (var option in (Option[])[.. own, store, format])
            Add(option);
    }

    /// <exception cref="CannotCheckException">What was typed is no question.</exception>
    protected abstract Func<FleetStore, T> Question(CommandRun run);

    /// <summary>What is said beside the answer.</summary>
    protected virtual void Note(CommandRun run, T answer)
    {
    }
}
