using CsCheck;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class DamageTests : IDisposable
{
    private readonly TemporaryHistory history = new();
    private readonly byte[] whole;
    private readonly string content;

    public DamageTests()
    {
        history.Publish(update =>
        {
            for (var path = 0; path < 100; path++)
                update.Put(SomeRecord.ObservedAt($"/usr/bin/{path}", $"{path}"));
            update.Change(_ => new HistoryState { Host = "host" });
        });
        whole = File.ReadAllBytes(history.Path);
        content = Everything();
    }

    public void Dispose() => history.Dispose();

    [Fact]
    public void A_flipped_bit_is_found_by_what_reads_it()
    {
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((position, bit) =>
        {
            Flip(position, bit);
            try
            {
                Assert.Equal(content, Everything());
            }
            catch (CannotCheckException exception)
            {
                Assert.Matches("^history is damaged at byte [0-9]+: ", exception.Message);
            }
        }, iter: 400, threads: 1);
    }

    [Fact]
    public void No_flipped_bit_is_carried_into_the_next_state()
    {
        var anywhere = Gen.Int[0, whole.Length - 1];
        var inTheTrailer = Gen.Int[whole.Length - 64, whole.Length - 1];
        Gen.Select(Gen.OneOf(anywhere, inTheTrailer), Gen.Int[0, 7]).Sample((position, bit) =>
        {
            Flip(position, bit);
            var damaged = File.ReadAllBytes(history.Path);

            var found = Assert.ThrowsAny<CannotCheckException>(() => history.Publish(update => update.Change(_ => new HistoryState { Host = "next" })));

            Assert.StartsWith("history is damaged at byte ", found.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(history.Path));
            Assert.Equal(["history.db"], history.Files);
        }, iter: 400, threads: 1);
    }

    [Fact]
    public void A_history_that_is_cut_short_is_refused()
    {
        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            File.WriteAllBytes(history.Path, whole[..length]);
            Assert.ThrowsAny<CannotCheckException>(Everything);
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void A_history_that_has_grown_is_refused()
    {
        File.WriteAllBytes(history.Path, [.. whole, .. new byte[8192]]);
        Assert.ThrowsAny<CannotCheckException>(Everything);
    }

    [Fact]
    public void Two_exchanged_pages_are_found()
    {
        var exchanged = whole.ToArray();
        whole.AsSpan(8192, 8192).CopyTo(exchanged.AsSpan(16384));
        whole.AsSpan(16384, 8192).CopyTo(exchanged.AsSpan(8192));
        File.WriteAllBytes(history.Path, exchanged);

        Assert.ThrowsAny<CannotCheckException>(() => history.Publish(update => update.Change(_ => new HistoryState { Host = "next" })));
    }

    [Fact]
    public void A_damaged_history_names_the_state_before_it()
    {
        history.Publish(update => update.Change(_ => new HistoryState { Host = "next" }));
        var bytes = File.ReadAllBytes(history.Path);
        bytes[100] ^= 1;
        File.WriteAllBytes(history.Path, bytes);

        var found = Assert.ThrowsAny<CannotCheckException>(Everything);

        Assert.Equal($"history is damaged at byte 0: {history.Path}", found.Message);
        Assert.Contains(history.Previous, found.Hint, StringComparison.Ordinal);
    }

    private void Flip(int position, int bit)
    {
        var bytes = whole.ToArray();
        bytes[position] ^= (byte)(1 << bit);
        File.WriteAllBytes(history.Path, bytes);
    }

    private string Everything() => history.Read(read => string.Join('\n',
        read.AllObserved().Select(observed => $"{observed.Path} {observed.Digest} {observed.FirstSeen:O}").Prepend(read.State.Host)));
}
