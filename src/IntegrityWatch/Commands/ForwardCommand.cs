using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Text;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary><c>forward</c>: send what waits for the sinks, without a scan, and for as long as it takes.</summary>
internal sealed class ForwardCommand
{
    private readonly GlobalOptions options;
    private readonly Session session;
    private readonly FormatOption format = new();

    private readonly Option<bool> test = new("--test") { Description = "Send one message to each sink, and say what came back" };

    private readonly Option<string?> forget = new("--forget")
    {
        HelpName = "SINK",
        Description = "Send nothing: drop what waits for a sink that is not in the configuration any more",
    };

    private ForwardCommand(GlobalOptions options, Session session) => (this.options, this.session) = (options, session);

    public static Command Build(GlobalOptions options, Session session)
    {
        var forward = new ForwardCommand(options, session);
        var command = new Command("forward", "Send what waits for the sinks: findings that could not be delivered when they were found");
        command.Options.Add(forward.test);
        command.Options.Add(forward.forget);
        command.Validators.Add(result =>
        {
            if (result.GetValue(forward.test) && result.GetValue(forward.forget) is not null)
                result.AddError("--test and --forget do not go together");
        });
        forward.format.AddTo(command);
        command.SetAction(forward.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var settings = options.Settings(parsed);
        var sinks = SinkList.Of(settings);
        var database = HistoryPlace.Find(parsed, options, settings, session);
        if (parsed.GetValue(forget) is { } name)
            return Forget(database, name, sinks);
        if (sinks.Count == 0)
            throw new CannotCheckException("the configuration names no sinks", "name some under \"sinks\", or --config the file that does");
        var deliveries = parsed.GetValue(test) ? Try(parsed, database, sinks) : Send(parsed, database, sinks);
        var printer = new Printer(session, options, parsed);
        if (format.IsJson(parsed))
            printer.Bytes(stream => DeliveryJson.Write(stream, deliveries));
        else
            printer.Text((writer, _) => DeliveryText.Write(writer, deliveries));
        if (session.Interrupted.IsCancellationRequested)
        {
            session.Voice.Complain("interrupted; what was sent is remembered");
            return Interruption.ExitCode;
        }
        return deliveries.Any(delivery => delivery.Problem is not null) ? (int)Detection.Verdict.Unknown : 0;
    }

    private IReadOnlyList<SinkDelivery> Send(ParseResult parsed, string database, IReadOnlyList<Sink> sinks)
    {
        using (var history = HistoryFile.OpenForReading(database))
            foreach (var gone in history.Sinks().Where(state => state.Waiting > 0 && !sinks.Any(sink => sink.Name == state.Name)))
                session.Voice.Note($"{gone.Name} is not in the configuration; messages that wait: {gone.Waiting}",
                    $"integritywatch forward --forget '{gone.Name}' drops them");
        using var progress = new ProgressLine("sending", enabled: !options.Quiet(parsed));
        return new Forwarder(database, sinks).Forward(new Dictionary<string, byte[]>(), session.Interrupted,
            (sent, total) => progress.Show((int)sent, (int)total));
    }

    private IReadOnlyList<SinkDelivery> Try(ParseResult parsed, string database, IReadOnlyList<Sink> sinks)
    {
        using var root = options.OpenRoot(parsed, session, factsOnly: true);
        var host = HostFacts.Of(root).Name;
        var now = session.Now;
        return new Forwarder(database, sinks).Try(sink => sink.EncodeTest(Tool.Info, host, now), session.Interrupted);
    }

    private int Forget(string database, string name, IReadOnlyList<Sink> sinks)
    {
        if (sinks.Any(sink => sink.Name == name))
            throw new CannotCheckException($"the configuration names this sink: {name}", "take it out of the configuration first");
        using (HistoryFile.OpenForReading(database))
        {
            // There is one, and it is whole: an update would begin a new one in place of none.
        }
        using var update = HistoryFile.OpenForUpdate(database, HistoryPlace.Patience);
        if (update.Sinks().FirstOrDefault(known => known.Name == name) is not { } state)
            throw new CannotCheckException($"the history knows no such sink: {name}", "integritywatch forward names those for which something waits");
        for (var batch = update.NextBatch(name, 0); batch is not null; batch = update.NextBatch(name, batch.Number + 1))
            update.Remove(batch);
        update.Remove(state);
        update.Publish();
        session.Voice.Note($"forgot {name}; messages that waited: {state.Waiting}");
        return 0;
    }
}
