namespace IntegrityWatch.Model.Rules;

/// <summary>What was not looked at, and what was not told, of hosts of all sorts: see <see cref="AnyHost"/>.</summary>
public class SightRulesTests
{
    private const int MaxScanAge = 26;

    [Fact]
    public void A_scan_that_is_older_than_the_policy_allows_says_nothing_of_the_host() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(0, watched.Scan().Code);
            var hours = drawn.Between(look, 0, 60);
            host.Pass(TimeSpan.FromHours(hours));
            for (var asked = 0; asked < 2; asked++)
                Assert.Equal(hours >= MaxScanAge ? 3 : 0, watched.Findings().Code);
        }
        host.Disk.Write(drawn.Path, drawn.Program("good"));
        host.Run(drawn.Path);
        watched.Capture();
        host.Disk.Write(drawn.Path, drawn.Program("bad"));
        host.Run(drawn.Path);
        Assert.Equal(2, watched.Scan().Code);
        host.Pass(TimeSpan.FromHours(drawn.Between(5, 0, 60)));
        Assert.Equal(2, watched.Findings().Code);
    });

    [Fact]
    public void What_could_not_be_written_is_told_again_and_what_was_written_is_not() => AnyHost.Holds((watched, drawn) =>
    {
        var host = watched.Host;
        host.Disk.Write(drawn.Path, drawn.Program("new"));
        host.Run(drawn.Path);
        for (var failure = 0; failure < drawn.Between(0, 1, 3); failure++)
        {
            watched.Printed = new FullDisk(drawn.Numbers[failure] % 200);
            Assert.NotEqual(0, watched.Scan("--new-only").Code);
        }
        watched.Printed = null;

        Assert.EndsWith(" new", Assert.Single(watched.Scan("--new-only").Findings), StringComparison.Ordinal);
        Assert.Empty(watched.Scan("--new-only").Findings);
    });

    /// <summary>Takes so many bytes, and no more.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > room)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            if (room < 100)
                throw new IOException("No space left on device");
        }
    }
}
