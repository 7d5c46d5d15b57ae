using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Delivery;

/// <summary>What one sink gets from one scan, packed as far as there is room.</summary>
internal sealed class SinkBox
{
    private const int MostMessages = 1000;
    private const int MostUnpacked = 1 << 20;

    private readonly SinkState? before;
    private readonly DateTimeOffset now;
    private readonly long mostBytes;
    private readonly List<OutboxBatch> batches = [];
    private readonly List<byte[]> messages = [];
    private int unpacked;
    private SinkState state;

    /// <param name="name">The sink's.</param>
    /// <param name="before">What is known of it; null where nothing is.</param>
    /// <param name="now">When the messages are put here.</param>
    /// <param name="mostBytes">How much may wait.</param>
    public SinkBox(string name, SinkState? before, DateTimeOffset now, long mostBytes)
    {
        this.before = before;
        this.now = now;
        this.mostBytes = mostBytes;
        state = before ?? new SinkState { Name = name };
        // There is room again for what there was none for.
        var isBehind = before is null or { Missed: > 0, Waiting: 0 };
        if (isBehind)
            state = state with { Told = 0, Generation = 0, Missed = 0 };
        Told = new SinkProgress(state.Told, state.Generation, before is null, isBehind);
    }

    public SinkProgress Told { get; }

    /// <summary>True where the history does not know yet what this knows.</summary>
    public bool IsChanged => messages.Count > 0 || state != before;

    public void Add(byte[] message)
    {
        if (messages.Count == MostMessages || (messages.Count > 0 && unpacked + message.Length > MostUnpacked))
            Pack();
        messages.Add(message);
        unpacked += message.Length;
    }

    public void PutInto(IHistoryUpdate history)
    {
        Pack();
        foreach (var batch in batches)
            history.Put(batch);
        history.Put(state with { Told = history.State.Scans + 1, Generation = history.Generations.Count == 0 ? 0 : history.Generations[^1].Number });
    }

    private void Pack()
    {
        if (messages.Count == 0)
            return;
        var content = PackedMessages.Pack(messages);
        if (state.WaitingBytes + content.Length > mostBytes)
            state = state with { Missed = state.Missed + messages.Count };
        else
        {
            batches.Add(new OutboxBatch { Sink = state.Name, Number = state.Next, Since = now, Count = messages.Count, Content = content });
            state = state with
            {
                Next = state.Next + 1,
                Waiting = state.Waiting + messages.Count,
                WaitingBytes = state.WaitingBytes + content.Length,
            };
        }
        messages.Clear();
        unpacked = 0;
    }
}
