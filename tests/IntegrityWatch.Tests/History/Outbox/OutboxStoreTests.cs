using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Tests.History.Outbox;

public sealed class OutboxStoreTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public void A_sinks_state_comes_back_as_it_was_put()
    {
        var state = new SinkState
        {
            Name = "graylog", Told = 1, Next = 2, Waiting = 3, WaitingBytes = 4, Missed = 5, Delivered = 6, LastDelivery = Some.Time,
        };
        history.Publish(update => update.Put(state));

        Assert.Equal([state], history.Read(read => read.Sinks()));
    }

    [Fact]
    public void Batches_come_back_in_the_order_of_their_numbers_and_only_those_of_the_sink()
    {
        history.Publish(update =>
        {
            foreach (var number in (long[])[2, 0, 300, 1])
                update.Put(Batch("a", number));
            update.Put(Batch("b", 7));
        });

        var numbers = new List<long>();
        history.Read(read =>
        {
            for (var batch = read.NextBatch("a", 0); batch is not null; batch = read.NextBatch("a", batch.Number + 1))
                numbers.Add(batch.Number);
            return true;
        });

        Assert.Equal([0, 1, 2, 300], numbers);
        Assert.Equal(7, history.Read(read => read.NextBatch("b", 0))!.Number);
        Assert.Null(history.Read(read => read.NextBatch("c", 0)));
    }

    [Fact]
    public void A_batch_comes_back_as_it_was_put()
    {
        history.Publish(update => update.Put(Batch("a", 1) with { Sent = 1 }));

        var batch = history.Read(read => read.NextBatch("a", 0))!;

        Assert.Equal(("a", 1, 2, 1, Some.Time), (batch.Sink, batch.Number, batch.Count, batch.Sent, batch.Since));
        Assert.Equal([1, 2, 3], batch.Content);
    }

    [Fact]
    public void One_run_at_a_time_sends()
    {
        using (var held = OutboxLock.TryTake(history.Path))
        {
            Assert.NotNull(held);
            Assert.Null(OutboxLock.TryTake(history.Path));
        }
        using var next = OutboxLock.TryTake(history.Path);
        Assert.NotNull(next);
    }

    private static OutboxBatch Batch(string sink, long number) =>
        new() { Sink = sink, Number = number, Since = Some.Time, Count = 2, Content = [1, 2, 3] };
}
