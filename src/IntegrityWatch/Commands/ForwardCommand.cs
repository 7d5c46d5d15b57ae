using System.CommandLine;
using IntegrityWatch.Commands.Options;
using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.History;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Commands;

/// <summary><c>forward</c>: send what waits for the sinks, without a scan, and for as long as it takes.</summary>
internal sealed class ForwardCommand : RunnableCommand
{
    private readonly FormatOption format = new();

    private readonly Option<bool> test = new("--test") { Description = "Send one message to each sink, and say what came back" };

    private readonly Option<string?> forget = new("--forget")
    {
        HelpName = "SINK",
        Description = "Send nothing: drop what waits for a sink that is not in the configuration any more",
    };

    public ForwardCommand() : base("forward", "Send what waits for the sinks: findings that could not be delivered when they were found",
        "forward", "forward --test")
    {
        Add(test);
        Add(forget);
        Validators.Add(result =>
        {
            if (result.GetValue(test) && result.GetValue(forget) is not null)
                result.AddError("--test and --forget do not go together");
        });
        Add(format);
    }

    public override int Run(CommandRun run)
    {
        var sinks = SinkList.Of(run.Settings);
        var database = run.FindDatabase();
        if (run.Value(forget) is { } name)
            return Forget(run, database, name, sinks);
        if (sinks.Count == 0)
            throw new CannotCheckException("the configuration names no sinks", "name some under \"sinks\", or --config the file that does");
        var deliveries = run.Value(test) ? Try(run, database, sinks) : Send(run, database, sinks);
        run.Answer(format, stream => JsonAnswers.WriteDeliveries(stream, deliveries), (writer, _) => DeliveryText.Write(writer, deliveries));
        if (run.Interrupted.IsCancellationRequested)
        {
            run.Voice.Complain("interrupted; what was sent is remembered");
            return Interruption.ExitCode;
        }
        return deliveries.Any(delivery => delivery.Problem is not null) ? (int)Detection.Verdict.Unknown : 0;
    }

    private static IReadOnlyList<SinkDelivery> Send(CommandRun run, string database, IReadOnlyList<Sink> sinks)
    {
        using (var history = HistoryFile.OpenForReading(database))
            foreach (var gone in history.Sinks().Where(state => state.Waiting > 0 && !sinks.Any(sink => sink.Name == state.Name)))
                run.Voice.Note($"{gone.Name} is not in the configuration; messages that wait: {gone.Waiting}",
                    $"integritywatch forward --forget '{gone.Name}' drops them");
        using var progress = run.Voice.Progress("sending");
        return new Forwarder(database, sinks).Forward(new Dictionary<string, byte[]>(), run.Interrupted,
            (sent, total) => progress.Show((int)sent, (int)total));
    }

    private static IReadOnlyList<SinkDelivery> Try(CommandRun run, string database, IReadOnlyList<Sink> sinks)
    {
        using var root = run.OpenRoot(factsOnly: true);
        var host = HostFacts.Of(root).Name;
        var now = run.Now;
        return new Forwarder(database, sinks).Try(sink => sink.EncodeTest(Tool.Info, host, now), run.Interrupted);
    }

    private static int Forget(CommandRun run, string database, string name, IReadOnlyList<Sink> sinks)
    {
        if (sinks.Any(sink => sink.Name == name))
            throw new CannotCheckException($"the configuration names this sink: {name}", "take it out of the configuration first");
        using (HistoryFile.OpenForReading(database))
        {
            // There is one, and it is whole: an update would begin a new one in place of none.
        }
        using var update = HistoryFile.OpenForUpdate(database, CommandRun.Timeout);
        if (update.Sinks().FirstOrDefault(known => known.Name == name) is not { } state)
            throw new CannotCheckException($"the history knows no such sink: {name}", "integritywatch forward names those for which something waits");
        for (var batch = update.NextBatch(name, 0); batch is not null; batch = update.NextBatch(name, batch.Number + 1))
            update.Remove(batch);
        update.Remove(state);
        update.Publish();
        run.Voice.Note($"forgot {name}; messages that waited: {state.Waiting}");
        return 0;
    }
}
