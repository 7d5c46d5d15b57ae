using CsCheck;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class CompactionTests : IDisposable
{
    private readonly TemporaryHistory history = new();

    public CompactionTests()
    {
        history.Publish(update =>
        {
            foreach (var seen in SomeRecord.Observed.Array[2000].Single())
                update.Put(seen);
            update.Put(Some.Generation());
        });
    }

    public void Dispose() => history.Dispose();

    [Fact]
    public void The_file_gets_smaller_and_holds_the_same()
    {
        history.Publish(update =>
        {
            foreach (var seen in update.AllObserved().Skip(10))
                update.Remove(seen);
        });
        var before = history.Read(Everything);

        var (was, now) = HistoryFile.Compact(history.Path, CancellationToken.None);

        Assert.True(now < was / 2, $"{was} bytes before, {now} after");
        Assert.Equal(now, new FileInfo(history.Path).Length);
        Assert.Equal(before, history.Read(Everything));
        history.Publish(update => update.Put(Some.Generation(2)));
        Assert.Equal(2, history.Read(read => read.Generations.Count));
    }

    [Fact]
    public void Interrupted_it_leaves_the_history_as_it_was_and_nothing_beside_it()
    {
        var before = File.ReadAllBytes(history.Path);
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();

        Assert.Throws<OperationCanceledException>(() => HistoryFile.Compact(history.Path, interrupted.Token));

        Assert.Equal(before, File.ReadAllBytes(history.Path));
        Assert.False(File.Exists(history.Next));
    }

    [Fact]
    public void A_history_that_another_run_holds_is_left_alone()
    {
        using var other = HistoryFile.OpenForUpdate(history.Path);

        Assert.StartsWith("another run holds the history",
            Assert.Throws<HistoryBusyException>(() => HistoryFile.Compact(history.Path, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private static string Everything(IHistory history) => string.Join('\n',
        [.. history.AllObserved().Select(seen => $"{seen.Path} {seen.Digest} {seen.FirstSeen:O} {seen.LastSeen:O}").Order(), $"{history.Generations.Count}"]);
}
