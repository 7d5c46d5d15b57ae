using IntegrityWatch.History;
using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Tests.History;

public class TwoRunsTests
{
    [Fact]
    public void Of_two_updates_at_once_one_is_refused_even_the_first_time()
    {
        using var history = new TemporaryHistory();
        using var first = HistoryFile.OpenForUpdate(history.Path);

        var refused = Assert.Throws<HistoryBusyException>(() => HistoryFile.OpenForUpdate(history.Path));

        Assert.Equal($"another run holds the history: {history.Path}", refused.Message);
    }

    [Fact]
    public async Task An_update_with_patience_waits_for_the_one_before()
    {
        using var history = new TemporaryHistory();
        var first = HistoryFile.OpenForUpdate(history.Path);
        var second = Task.Run(() => HistoryFile.OpenForUpdate(history.Path, TimeSpan.FromMinutes(1)).Dispose());

        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(100)));
        first.Dispose();

        await second;
    }

    [Fact]
    public void Disposing_an_update_twice_does_not_take_the_next_ones_file_away()
    {
        using var history = new TemporaryHistory();
        var first = HistoryFile.OpenForUpdate(history.Path);
        first.Dispose();
        using var second = HistoryFile.OpenForUpdate(history.Path);

        first.Dispose();

        Assert.True(File.Exists(history.Next));
    }

    [Fact]
    public void The_next_update_may_start_once_the_first_has_ended()
    {
        using var history = new TemporaryHistory();
        HistoryFile.OpenForUpdate(history.Path).Dispose();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "first" }));

        history.Publish(update => update.Change(state => state with { PolicyFingerprint = "second" }));

        Assert.Equal(new HistoryState { Host = "first", PolicyFingerprint = "second" }, history.Read(read => read.State));
    }

    [Fact]
    public void Of_many_first_runs_into_a_missing_folder_every_published_one_is_whole()
    {
        for (var round = 0; round < 20; round++)
        {
            using var history = new TemporaryHistory();
            var path = Path.Combine(history.Folder, "new", "history.db");
            var winners = 0;

            Parallel.For(0, 4, run =>
            {
                try
                {
                    using var update = HistoryFile.OpenForUpdate(path);
                    // Opened after another had published: that is the second run, not the first, and it sees all of the first.
                    if (!update.IsEmpty)
                    {
                        Assert.InRange(int.Parse(update.State.Host!), 0, 3);
                        return;
                    }
                    update.Change(_ => new HistoryState { Host = $"{run}" });
                    update.Publish();
                    Interlocked.Increment(ref winners);
                }
                catch (CannotCheckException exception)
                {
                    Assert.Matches("^(another run holds the history|the history was replaced during this run): ", exception.Message);
                }
            });

            Assert.Equal(1, winners);
        }
    }

    [Fact]
    public void Updates_that_race_never_lose_what_another_published()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "host" }));
        var published = 0;

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var attempt = 0; attempt < 200; attempt++)
            {
                try
                {
                    using var update = HistoryFile.OpenForUpdate(history.Path);
                    if (attempt % 8 != 0)
                        continue;
                    update.Put(Some.Generation(update.Generations.Count + 1));
                    update.Publish();
                    Interlocked.Increment(ref published);
                }
                catch (CannotCheckException exception)
                {
                    Assert.StartsWith("another run holds the history", exception.Message, StringComparison.Ordinal);
                }
            }
        });

        Assert.NotEqual(0, published);
        Assert.Equal(Enumerable.Range(1, published), history.Read(read => read.Generations.Select(generation => generation.Number)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_working_copy_that_became_the_history_before_it_was_locked_is_not_taken(bool anotherRunFollows)
    {
        using var history = new TemporaryHistory();
        var before = HistoryFile.OpenForUpdate(history.Path);
        var opened = LinuxCalls.Open(history.Next, OpenFlags.ReadWrite, out _)!;
        before.Change(_ => new HistoryState { Host = "host" });
        before.Publish();
        before.Dispose();
        using var following = anotherRunFollows ? HistoryFile.OpenForUpdate(history.Path) : null;

        Assert.Null(WorkingCopy.TryTake(history.Path, opened));

        Assert.Equal("host", history.Read(read => read.State.Host));
    }

    [Fact]
    public void A_reader_keeps_its_state_while_others_publish()
    {
        using var history = new TemporaryHistory();
        var before = SomeRecord.ObservedAt("/bin/ls", "before");
        history.Publish(update => update.Put(before));
        using var reader = HistoryFile.OpenForReading(history.Path);

        for (var round = 0; round < 3; round++)
        {
            history.Publish(update =>
            {
                update.Remove(before);
                update.Put(SomeRecord.ObservedAt("/bin/ls", $"{round}"));
            });
        }

        Assert.Equal(before.Digest, Assert.Single(reader.Observed(before.Path)).Digest);
    }

    [Fact]
    public void A_history_that_was_replaced_during_the_run_is_left_as_it_is()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "old" }));
        history.Publish(update => update.Change(_ => new HistoryState { Host = "new" }));
        using var update = HistoryFile.OpenForUpdate(history.Path);
        update.Change(_ => new HistoryState { Host = "lost" });
        File.Move(history.Previous, history.Path, overwrite: true);

        Assert.Throws<CannotCheckException>(update.Publish);

        Assert.Equal("old", history.Read(read => read.State.Host));
    }
}
