using IntegrityWatch.Delivery;
using IntegrityWatch.History;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.Tests.History;

namespace IntegrityWatch.Tests.Delivery;

/// <summary>How messages are packed for one sink, and what becomes of those for which there is no room.</summary>
public sealed class SinkBoxTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public void A_batch_has_a_thousand_messages_at_most()
    {
        Put(long.MaxValue, [.. Enumerable.Repeat(new byte[10], 2500)]);

        Assert.Equal([1000, 1000, 500], Batches().Select(batch => batch.Count));
        Assert.Equal(2500, State.Waiting);
    }

    [Fact]
    public void A_batch_has_a_mebibyte_at_most_and_a_longer_message_goes_alone()
    {
        Put(long.MaxValue, [new byte[1 << 19], new byte[1 << 19], new byte[1], new byte[2 << 20], new byte[1]]);

        Assert.Equal([2, 1, 1, 1], Batches().Select(batch => batch.Count));
    }

    [Fact]
    public void What_fits_to_the_byte_has_room_and_what_comes_after_it_has_none()
    {
        var packed = PackedMessages.Pack([new byte[100]]).Length;

        Put(packed, new byte[100]);
        Put(packed, new byte[1], new byte[2]);

        Assert.Equal((1, packed, 2), (State.Waiting, State.WaitingBytes, State.Missed));
        Assert.Equal(1, Assert.Single(Batches()).Count);
    }

    [Fact]
    public void A_sink_that_is_told_nothing_gets_no_batch()
    {
        Put(long.MaxValue);

        Assert.Empty(Batches());
        Assert.Equal((0, 0), (State.Waiting, State.Next));
    }

    [Fact]
    public void Who_missed_something_is_told_all_again_once_nothing_waits_and_not_before()
    {
        Put(0, new byte[1]);
        Assert.True(new SinkBox("some", State, Some.Time, 100).Told.IsBehind);
        Assert.Equal(0, new SinkBox("some", State, Some.Time, 100).Told.Scan);

        history.Publish(update => update.Put(State with { Waiting = 1 }));
        Assert.False(new SinkBox("some", State, Some.Time, 100).Told.IsBehind);
        Assert.Equal(State.Told, new SinkBox("some", State, Some.Time, 100).Told.Scan);
    }

    [Fact]
    public void A_sink_of_which_nothing_is_known_is_new_and_has_to_be_kept()
    {
        var box = new SinkBox("some", before: null, Some.Time, 100);

        Assert.Equal((true, true, true), (box.IsChanged, box.Told.IsNew, box.Told.IsBehind));
        Put(100);
        var again = new SinkBox("some", State, Some.Time, 100);
        Assert.Equal((false, false, false), (again.IsChanged, again.Told.IsNew, again.Told.IsBehind));
        again.Add(new byte[1]);
        Assert.True(again.IsChanged);
    }

    private SinkState State => history.Read(read => read.Sinks().Single());

    private void Put(long room, params byte[][] messages) => history.Publish(update =>
    {
        var box = new SinkBox("some", update.Sinks().SingleOrDefault(), Some.Time, room);
        foreach (var message in messages)
            box.Add(message);
        box.PutInto(update);
    });

    private List<OutboxBatch> Batches() => history.Read(read =>
    {
        var all = new List<OutboxBatch>();
        while (read.NextBatch("some", all.Count) is { } batch)
            all.Add(batch);
        return all;
    });
}
