using System.Runtime.Versioning;
using IntegrityWatch.History;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Tests.History;

[SupportedOSPlatform("linux")]
public class ToldFileTests
{
    private static readonly HistoryState State = new() { Scans = 10 };

    [Fact]
    public void Each_consumer_has_a_place_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var database = folder["history.db"];

        ToldFile.Read(database).Put("siem", 7);
        ToldFile.Read(database).Put(ToldFile.Everybody, 9);

        var told = ToldFile.Read(database);
        Assert.Equal((9, 7, 0), (told.To(ToldFile.Everybody, State), told.To("siem", State), told.To("another", State)));
        Assert.Equal([ToldFile.Of(database)], Directory.GetFiles(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ToldFile.Of(database)));
    }

    [Fact]
    public void Of_scans_that_a_history_which_was_set_back_does_not_know_nothing_was_told()
    {
        using var folder = new TemporaryFolder();
        var database = folder["history.db"];
        ToldFile.Read(database).Put("ahead", 11);
        ToldFile.Read(database).Put("level", 10);

        ToldFile.Read(database).ForgetLater(State);

        var told = ToldFile.Read(database);
        Assert.Equal((0, 10), (told.To("ahead", State), told.To("level", State)));
        Assert.Equal(0, told.To("ahead", State with { Scans = 100 }));
    }

    [Fact]
    public void It_is_not_written_anew_where_nothing_is_ahead()
    {
        using var folder = new TemporaryFolder();
        var database = folder["history.db"];

        ToldFile.Read(database).ForgetLater(State);

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"\": \"x\"}")]
    public void What_is_no_such_file_says_that_nothing_was_told(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("history.db.told", content);

        Assert.Equal(0, ToldFile.Read(folder["history.db"]).To(ToldFile.Everybody, State));
    }

    [Fact]
    public void There_is_room_for_a_hundred()
    {
        using var folder = new TemporaryFolder();
        var database = folder["history.db"];
        for (var number = 0; number < 100; number++)
            ToldFile.Read(database).Put($"consumer{number}", 1);

        Assert.Throws<CannotCheckException>(() => ToldFile.Read(database).Put("one-more", 1));
        ToldFile.Read(database).Put("consumer7", 2);

        Assert.Equal(2, ToldFile.Read(database).To("consumer7", State));
    }

    [Theory]
    [InlineData(false, true, 5L, 4L, true)]
    [InlineData(false, true, 5L, 5L, false)]
    [InlineData(false, true, 5L, 6L, false)]
    [InlineData(false, false, 5L, 6L, true)]
    [InlineData(true, true, 5L, 4L, false)]
    [InlineData(false, true, 0L, 0L, false)]
    public void A_finding_is_news_to_who_was_told_no_scan_as_late_as_the_one_that_found_it(bool isDelivered, bool isReported, long newIn, long told, bool isNews) =>
        Assert.Equal(isNews, new FindingLife
        {
            Id = "1",
            Kind = "new-file",
            Path = Some.Path,
            FoundAt = Some.Time,
            Delivered = isDelivered,
            Reported = isReported,
            NewIn = newIn,
        }.IsNews(told));
}
