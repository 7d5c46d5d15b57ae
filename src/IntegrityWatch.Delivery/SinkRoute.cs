using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Delivery;

/// <summary>The way of waiting messages to one sink: a batch after the other, until one does not get there.</summary>
internal sealed class SinkRoute : IDisposable
{
    private readonly ITransport? transport;
    private readonly List<OutboxBatch> done = [];
    private byte[]? summary;
    private OutboxBatch? batch;
    private long next;
    private long left;
    private long refusedOfBatches;

    /// <param name="sink">Where to.</param>
    /// <param name="state">What waits for it; null where nothing does.</param>
    /// <param name="summary">A message to send behind what waits; null for none.</param>
    public SinkRoute(Sink sink, SinkState? state, byte[]? summary)
    {
        this.summary = summary;
        left = state?.Waiting ?? 0;
        Delivery = new SinkDelivery { Sink = sink.Name, Waiting = left, Missed = state?.Missed ?? 0 };
        if (!HasWork)
            return;
        try
        {
            transport = sink.Open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or CannotCheckException)
        {
            Fail(fault.Message);
        }
    }

    public SinkDelivery Delivery { get; private set; }

    /// <summary>The batches of which the sink has something, as they are from now on.</summary>
    public IReadOnlyList<OutboxBatch> Done => done;

    /// <summary>True while something waits that can be sent.</summary>
    public bool HasWork => Delivery.Problem is null && (left > 0 || summary is not null);

    public void Dispose() => transport?.Close();

    /// <summary>Fetches what is to be sent next.</summary>
    public void Load(IHistory history)
    {
        batch = HasWork && left > 0 ? history.NextBatch(Delivery.Sink, next) : null;
        if (batch is null)
            left = 0;
        else
            next = batch.Number + 1;
    }

    /// <summary>Sends what was fetched, and the summary where nothing waits any more.</summary>
    public async Task SendAsync(CancellationToken deadline)
    {
        if (batch is { } current)
        {
            var refusedBefore = Delivery.Refused;
            var taken = await SendAsync([.. PackedMessages.Unpack(current.Content, current.Count).Skip(current.Sent)], deadline).ConfigureAwait(false);
            if (taken > 0)
                done.Add(current with { Sent = current.Sent + taken });
            left -= taken;
            refusedOfBatches += Delivery.Refused - refusedBefore;
            Delivery = Delivery with { Waiting = Delivery.Waiting - taken };
        }
        else if (HasWork && summary is { } last)
        {
            await SendAsync([last], deadline).ConfigureAwait(false);
            summary = null;
        }
    }

    /// <summary>Takes out of the history what the sink has.</summary>
    /// <param name="update">The history.</param>
    /// <param name="state">What the history knows of the sink by now: a scan may have put more there meanwhile.</param>
    public void Settle(IHistoryUpdate update, SinkState state)
    {
        foreach (var sent in done)
        {
            if (update.NextBatch(sent.Sink, sent.Number) is not { } there || there.Number != sent.Number)
                continue;
            if (sent.Sent == sent.Count)
            {
                update.Remove(sent);
                state = state with { WaitingBytes = state.WaitingBytes - sent.Content.Length };
            }
            else
                update.Put(sent);
            state = state with { Waiting = state.Waiting - (sent.Sent - there.Sent), Delivered = state.Delivered + (sent.Sent - there.Sent) };
        }
        update.Put(state with { Delivered = state.Delivered - refusedOfBatches, LastDelivery = HostClock.Now });
        Delivery = Delivery with { Waiting = state.Waiting, Missed = state.Missed };
    }

    private async Task<int> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested)
        {
            Fail("no time was left");
            return 0;
        }
        var outcome = Doubt(await transport!.SendAsync(messages, deadline).ConfigureAwait(false));
        Delivery = Delivery with
        {
            Sent = Delivery.Sent + outcome.Taken - outcome.Refused,
            Refused = Delivery.Refused + outcome.Refused,
            Answer = outcome.Answer ?? Delivery.Answer,
            RefusedFor = Delivery.RefusedFor ?? (outcome.Refused > 0 ? outcome.Problem : null),
            Problem = outcome.Taken < messages.Count ? outcome.Problem ?? "not everything was taken" : null,
        };
        return outcome.Taken;
    }

    /// <summary>Who refuses everything is not told off by what it was sent, but set up wrongly: the messages are kept until that is mended.</summary>
    private static TransportOutcome Doubt(TransportOutcome outcome) => outcome.Taken > 1 && outcome.Refused == outcome.Taken
        ? new TransportOutcome { Taken = 0, Problem = $"everything was refused: {outcome.Problem}", Answer = outcome.Answer }
        : outcome;

    private void Fail(string problem) => Delivery = Delivery with { Problem = problem };
}
