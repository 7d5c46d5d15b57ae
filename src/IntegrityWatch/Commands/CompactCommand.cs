using System.CommandLine;
using IntegrityWatch.History;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>compact</c>: forget what was observed long ago, and give back the room. What was approved is kept.</summary>
internal sealed class CompactCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;

    private CompactCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var compact = new CompactCommand(options, session);
        var command = new Command("compact", "Forget what was observed long ago, and make the history's file as small as it can be");
        command.SetAction(compact.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var settings = options.Settings(parsed);
        var policy = options.Policy(parsed, settings);
        var database = HistoryPlace.Find(parsed, options, settings, session);
        var forgotten = Forget(database, policy.KeepObserved);
        var (before, after) = HistoryFile.Compact(database, session.Interrupted);
        if (!options.Quiet(parsed))
            new Printer(session, options, parsed).Text((writer, _) => writer.WriteLine($"forgot {forgotten} records not seen for {policy.KeepObserved.TotalDays:0} days; {before} bytes before, {after} bytes now"));
        return 0;
    }

    private int Forget(string database, TimeSpan keep)
    {
        using (HistoryFile.OpenForReading(database))
        {
            // There is one, and it is whole: an update would begin a new one in place of none.
        }
        using var history = HistoryFile.OpenForUpdate(database, HistoryPlace.Patience);
        var now = session.Now;
        var forgotten = Retention.Forget(history, now - keep);
        history.Put(history.State with { LastPruned = now });
        history.Publish();
        return forgotten;
    }
}
