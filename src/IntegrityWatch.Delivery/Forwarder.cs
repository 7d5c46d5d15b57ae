using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Delivery;

/// <summary>
/// Sends what waits in a history's outbox, and takes out what was sent. A run that is killed in between sends it again: every message gets there at
/// least once. Scans go on meanwhile; the history is held only for the moment in which it is changed.
/// </summary>
public sealed class Forwarder
{
    /// <summary>How long to wait for a scan that holds the history when what was sent is to be taken out of it.</summary>
    private static readonly TimeSpan HistoryTimeout = TimeSpan.FromSeconds(5);

    private readonly string database;
    private readonly IReadOnlyList<Sink> sinks;
    private readonly TimeSpan historyTimeout;

    public Forwarder(string database, IReadOnlyList<Sink> sinks) : this(database, sinks, HistoryTimeout)
    {
    }

    internal Forwarder(string database, IReadOnlyList<Sink> sinks, TimeSpan historyTimeout) =>
        (this.database, this.sinks, this.historyTimeout) = (database, sinks, historyTimeout);

    /// <summary>For every sink what became of what waits for it, in the order of the sinks.</summary>
    /// <param name="summaries">By the names of sinks: one message more, which is not kept where it cannot be sent.</param>
    /// <param name="deadline">Ends it early; what is left waits for the next run.</param>
    /// <param name="progress">Is told from time to time how many messages were sent, and how many there are.</param>
    /// <exception cref="CannotCheckException">The history cannot be read.</exception>
    public IReadOnlyList<SinkDelivery> Forward(IReadOnlyDictionary<string, byte[]> summaries, CancellationToken deadline, Action<long, long>? progress = null)
    {
        using var held = OutboxLock.TryTake(database);
        using var history = HistoryFile.OpenIfThere(database);
        var states = history.Sinks().ToDictionary(state => state.Name, StringComparer.Ordinal);
        var routes = sinks.Select(sink => new SinkRoute(sink, states.GetValueOrDefault(sink.Name), summaries.GetValueOrDefault(sink.Name))).ToList();
        if (held is null)
            return [.. routes.Select(route => route.Delivery with { Problem = route.HasWork ? "another run is sending" : null })];
        try
        {
            SendAll(routes, history, progress, deadline);
        }
        finally
        {
            routes.ForEach(route => route.Dispose());
        }
        return Settle(routes);
    }

    /// <summary>Gives every sink one message that is neither kept nor repeated.</summary>
    /// <param name="encode">The message, as each takes it.</param>
    /// <param name="deadline">Ends it early.</param>
    public IReadOnlyList<SinkDelivery> Try(Func<Sink, byte[]> encode, CancellationToken deadline)
    {
        var routes = sinks.Select(sink => new SinkRoute(sink, null, encode(sink))).ToList();
        Task.WhenAll(routes.Select(route => route.SendAsync(deadline))).GetAwaiter().GetResult();
        routes.ForEach(route => route.Dispose());
        return [.. routes.Select(route => route.Delivery.Refused == 0 ? route.Delivery
            : route.Delivery with { Problem = $"refused: {route.Delivery.RefusedFor}", Refused = 0, RefusedFor = null })];
    }

    private static void SendAll(List<SinkRoute> routes, IHistory history, Action<long, long>? progress, CancellationToken deadline)
    {
        var total = routes.Sum(route => route.Delivery.Waiting);
        while (routes.Exists(route => route.HasWork))
        {
            // The history answers one thread at a time; the sinks are served side by side.
            foreach (var route in routes)
                route.Load(history);
            Task.WhenAll(routes.Select(route => route.SendAsync(deadline))).GetAwaiter().GetResult();
            progress?.Invoke(routes.Sum(route => route.Delivery.Sent), total);
        }
    }

    /// <summary>Takes out of the history what was sent.</summary>
    private IReadOnlyList<SinkDelivery> Settle(List<SinkRoute> routes)
    {
        if (routes.TrueForAll(route => route.Done.Count == 0))
            return [.. routes.Select(route => route.Delivery)];
        try
        {
            using var update = HistoryFile.OpenForUpdate(database, historyTimeout);
            var states = update.Sinks().ToDictionary(state => state.Name, StringComparer.Ordinal);
            foreach (var route in routes.Where(route => route.Done.Count > 0 && states.ContainsKey(route.Delivery.Sink)))
                route.Settle(update, states[route.Delivery.Sink]);
            update.Publish();
            return [.. routes.Select(route => route.Delivery)];
        }
        // What was sent was sent: a signal while another run holds the history changes no more than that it is sent again.
        catch (Exception fault) when (fault is CannotCheckException || (fault is OperationCanceledException && Interruption.Token.IsCancellationRequested))
        {
            var reason = fault is CannotCheckException ? fault.Message : "interrupted";
            return [.. routes.Select(route => route.Done.Count == 0 ? route.Delivery
                : route.Delivery with { Problem = $"sent, but not taken out of what waits, so it will be sent again: {reason}" })];
        }
    }
}
