using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection;
using IntegrityWatch.History;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands.Baseline;

/// <summary><c>baseline undo</c>: take the latest generation back.</summary>
internal sealed class BaselineUndoCommand : RunnableCommand
{
    private readonly ApprovalOptions approval = new("Show what would be taken back, and change nothing");
    private readonly FormatOption format = new();

    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why, kept with it" };

    public BaselineUndoCommand() : base("undo", "Take the latest generation back: what it approved is approved no longer, what it closed is open again",
        "baseline undo --dry-run", "baseline undo --yes --reason \"captured on the wrong host\"")
    {
        Add(reason);
        approval.AddTo(this);
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        run.Printer.Try();
        var database = run.FindDatabase();
        approval.RequireAnswer(run, "an undo takes a generation back, and nobody is here to be asked", "say --yes, or --dry-run to see what it would do");
        var (plan, isUndone) = approval.Decide(run, format, "take it back?", asks: true,
            prepare: () =>
            {
                var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout, mustBeThere: true);
                return Prepared.Of(history, () => new BaselineUndo(history, run.Now).Prepare(run.Value(reason), CommandRun.User), history.Publish);
            },
            show: UndoText.WritePlan);
        run.Answer(format, stream => JsonBaselines.WriteUndo(stream, Tool.Info, plan, isUndone),
            isUndone && !run.IsQuiet ? (writer, style) => UndoText.WriteDone(writer, style, plan) : null);
        return 0;
    }
}
