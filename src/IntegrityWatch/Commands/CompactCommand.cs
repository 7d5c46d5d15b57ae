using IntegrityWatch.Commands.Options;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands;

/// <summary><c>compact</c>: forget what was observed long ago, and give back the room. What was approved is kept.</summary>
internal sealed class CompactCommand : RunnableCommand
{

    public CompactCommand() : base("compact", "Forget what was observed long ago, and make the history's file as small as it can be",
        "compact")
    {
    }

    public override int Run(CommandRun run)
    {
        var policy = run.Policy;
        var database = run.FindDatabase();
        var forgotten = Forget(run, database, policy.KeepObserved);
        var (before, after) = HistoryFile.Compact(database, run.Interrupted);
        if (!run.IsQuiet)
            run.Printer.Text((writer, _) => writer.WriteLine($"forgot {forgotten} records not seen for {HostSight.Words(policy.KeepObserved)}; {before} bytes before, {after} bytes now"));
        return 0;
    }

    private static int Forget(CommandRun run, string database, TimeSpan keep)
    {
        using (HistoryFile.OpenForReading(database))
        {
            // There is one, and it is whole: an update would begin a new one in place of none.
        }
        using var history = HistoryFile.OpenForUpdate(database, CommandRun.Timeout);
        var now = run.Now;
        var forgotten = Retention.Forget(history, now - keep);
        history.Change(state => state with { LastPruned = now });
        history.Publish();
        return forgotten;
    }
}
