using IntegrityWatch.History;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Tests.History;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class LastScanFileTests
{
    [Fact]
    public void What_was_left_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var scan = new LastScan
        {
            At = Some.Time.AddTicks(7),
            Outcome = "UNKNOWN",
            Reason = "a \"reason\"\n\u202e",
            Advice = "do something",
            NotLookedAt = ["disk"],
            Sources = ScanSources.List | ScanSources.Kernel,
            Host = "web01",
            Root = "/host",
            BootId = Some.Boot,
        };

        LastScanFile.Write(folder["history.db"], scan);
        var read = LastScanFile.Read(folder["history.db"])!;

        Assert.Equal(scan with { NotLookedAt = [] }, read with { NotLookedAt = [] });
        Assert.Equal(scan.NotLookedAt, read.NotLookedAt);
        Assert.Equal([LastScanFile.Of(folder["history.db"])], Directory.GetFiles(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LastScanFile.Of(folder["history.db"])));
    }

    [Fact]
    public void The_later_takes_the_place_of_the_earlier()
    {
        using var folder = new TemporaryFolder();
        LastScanFile.Write(folder["history.db"], new LastScan { At = Some.Time, Reason = "blind", Host = new string('x', 1000) });

        LastScanFile.Write(folder["history.db"], new LastScan { At = Some.Time.AddHours(1) });

        Assert.Equal(new LastScan { At = Some.Time.AddHours(1) }.At, LastScanFile.Read(folder["history.db"])!.At);
        Assert.Null(LastScanFile.Read(folder["history.db"])!.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"at\": 7}")]
    [InlineData("null")]
    public void What_is_none_says_nothing(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("history.db.last-scan", content);

        Assert.Null(LastScanFile.Read(folder["history.db"]));
    }

    [Fact]
    public void Where_there_is_none_nobody_knows_of_one()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(LastScanFile.Read(folder["history.db"]));
    }

    [Fact]
    public void One_that_others_can_write_is_refused()
    {
        using var folder = new TemporaryFolder();
        LastScanFile.Write(folder["history.db"], new LastScan { At = Some.Time });
        File.SetUnixFileMode(LastScanFile.Of(folder["history.db"]), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        Assert.Throws<CannotCheckException>(() => LastScanFile.Read(folder["history.db"]));
    }

    [Fact]
    public void Where_it_cannot_be_written_that_is_told()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<CannotCheckException>(() => LastScanFile.Write(folder["no-such-folder/history.db"], new LastScan { At = Some.Time }));
    }
}
