using IntegrityWatch.Delivery;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Scanning;

/// <summary>What a scan does for its sinks. Whatever goes wrong with them is said, and changes nothing about the scan.</summary>
internal sealed class OutboxStep(ScanRequest request)
{
    /// <summary>What a scan may take longer because of its sinks.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private IReadOnlyList<Sink> summaries = [];

    /// <summary>Puts into the outbox what there is to tell, to be published with the rest.</summary>
    public void Put(IHistoryUpdate history, FindingsReport report, ScanObservations observations) => summaries = new Outbox(request.Sinks).Put(history, report, observations);

    /// <summary>Sends what waits, also from before. Returns what the sinks have by now.</summary>
    public IReadOnlyList<SinkState> Send(FindingsReport report)
    {
        if (request.Sinks.Count == 0)
            return [];
        try
        {
            var states = States();
            if (summaries.Count == 0 && states.All(state => state is { Waiting: 0, Missed: 0 }))
                return states;
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(request.Interrupted);
            deadline.CancelAfter(Limit);
            var messages = summaries.ToDictionary(sink => sink.Name, sink => sink.EncodeScan(report), StringComparer.Ordinal);
            foreach (var delivery in new Forwarder(request.Database, request.Sinks).Forward(messages, deadline.Token))
                NoteDelivery(delivery);
            return States();
        }
        catch (CannotCheckException fault)
        {
            request.Voice.Complain($"nothing was sent: {fault.Message}", fault.Hint);
            return [];
        }
    }

    private IReadOnlyList<SinkState> States()
    {
        using var history = HistoryFile.OpenIfThere(request.Database);
        return history.Sinks();
    }

    private void NoteDelivery(SinkDelivery delivery)
    {
        var voice = request.Voice;
        if (delivery.Problem is { } problem)
            voice.Complain($"{delivery.Sink}: {problem}; messages that wait: {delivery.Waiting}",
                "the next scan tries again, and so does integritywatch forward; integritywatch forward --test tries every sink");
        if (delivery.Refused > 0)
            voice.Complain($"{delivery.Sink}: messages that it refused: {delivery.Refused}, the first with {delivery.RefusedFor}");
        if (delivery.Missed > 0)
            voice.Complain($"{delivery.Sink}: messages for which there was no room: {delivery.Missed}",
                "what is open is sent again once the sink has what waits");
        if (request.IsVerbose && delivery is { Sent: > 0 })
            voice.Complain($"{delivery.Sink}: messages that were sent: {delivery.Sent}");
    }
}
