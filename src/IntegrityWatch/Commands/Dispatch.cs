using System.CommandLine;
using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Reporting;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Commands;

/// <summary>What a scan does for the sinks. Whatever goes wrong with them is said, and changes nothing about the scan.</summary>
internal sealed class Dispatch
{
    /// <summary>What a scan may take longer because of its sinks.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Session session;
    private readonly bool isVerbose;
    private readonly IReadOnlyList<Sink> sinks;
    private IReadOnlyList<Sink> summaries = [];
    private string database = "";

    public Dispatch(ParseResult parsed, GlobalOptions options, Session session)
    {
        this.session = session;
        isVerbose = options.Verbose(parsed);
        sinks = session.SendsNothing ? [] : SinkList.Of(options.Settings(parsed));
    }

    /// <summary>Puts into the outbox what there is to tell, to be published with the rest.</summary>
    public void Put(Look look, FindingsReport report, News news)
    {
        database = look.Database;
        summaries = new Outbox(sinks).Put(look.History, report, news);
    }

    /// <summary>Sends what waits, also from before. Tells what the sinks have by now.</summary>
    public IReadOnlyList<SinkState> Send(FindingsReport report)
    {
        if (sinks.Count == 0)
            return [];
        try
        {
            var states = States();
            if (summaries.Count == 0 && states.All(state => state is { Waiting: 0, Missed: 0 }))
                return states;
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(session.Interrupted);
            deadline.CancelAfter(Limit);
            var messages = summaries.ToDictionary(sink => sink.Name, sink => sink.EncodeScan(report), StringComparer.Ordinal);
            foreach (var delivery in new Forwarder(database, sinks).Forward(messages, deadline.Token))
                Tell(delivery);
            return States();
        }
        catch (CannotCheckException fault)
        {
            session.Voice.Complain($"nothing was sent: {fault.Message}", fault.Hint);
            return [];
        }
    }

    private IReadOnlyList<SinkState> States()
    {
        using var history = HistoryFile.OpenIfThere(database);
        return history.Sinks();
    }

    private void Tell(SinkDelivery delivery)
    {
        if (delivery.Problem is { } problem)
            session.Voice.Complain($"{delivery.Sink}: {problem}; messages that wait: {delivery.Waiting}",
                "the next scan tries again, and so does integritywatch forward; integritywatch forward --test tries every sink");
        if (delivery.Refused > 0)
            session.Voice.Complain($"{delivery.Sink}: messages that it refused: {delivery.Refused}, the first with {delivery.RefusedFor}");
        if (delivery.Missed > 0)
            session.Voice.Complain($"{delivery.Sink}: messages for which there was no room: {delivery.Missed}",
                "what is open is sent again once the sink has what waits");
        if (isVerbose && delivery is { Sent: > 0 })
            session.Voice.Complain($"{delivery.Sink}: messages that were sent: {delivery.Sent}");
    }
}
