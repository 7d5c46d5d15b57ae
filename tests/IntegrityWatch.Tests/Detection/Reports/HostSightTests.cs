using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.History;
using IntegrityWatch.Tests.Detection;

namespace IntegrityWatch.Tests.Detection.Reports;

public class HostSightTests
{
    private static readonly FindingSet Clean = new([], newOnly: false);
    private static readonly FindingSet Critical = new([Some.Finding(severity: Severity.High)], newOnly: false);
    private static readonly FindingSet Warning = new([Some.Finding(severity: Severity.Medium)], newOnly: false);

    [Theory]
    [InlineData(0, null)]
    [InlineData(26 * 60, null)]
    [InlineData((26 * 60) + 1, "26 hours ago")]
    [InlineData(27 * 60, "27 hours ago")]
    [InlineData(5 * 24 * 60, "5 days ago")]
    public void A_scan_says_something_of_the_host_until_it_is_too_old(int minutesLater, string? told)
    {
        var sight = Of(new LastScan { At = Some.Time }, Some.Time.AddMinutes(minutesLater));

        Assert.Equal(Some.Time, sight.Last!.At);
        if (told is null)
            Assert.Null(sight.Reason);
        else
            Assert.Contains(told, sight.Reason, StringComparison.Ordinal);
        Assert.Equal(told is null ? Verdict.Ok : Verdict.Unknown, sight.Verdict(Clean));
        Assert.Equal(told is null ? Verdict.Warning : Verdict.Unknown, sight.Verdict(Warning));
        Assert.Equal(Verdict.Critical, sight.Verdict(Critical));
    }

    [Fact]
    public void An_archive_grows_no_older() =>
        Assert.Null(Of(new LastScan { At = Some.Time }, Some.Time.AddDays(400), isArchive: true).Reason);

    [Fact]
    public void That_a_scan_could_not_judge_is_told_of_an_archive_too() =>
        Assert.NotNull(Of(new LastScan { At = Some.Time, Reason = "blind" }, Some.Time, isArchive: true).Reason);

    [Fact]
    public void A_scan_that_could_not_judge_says_why_however_young_it_is()
    {
        var sight = Of(new LastScan { At = Some.Time, Outcome = "UNKNOWN", Reason = "no IMA policy is loaded", Advice = "load one" }, Some.Time);

        Assert.EndsWith("no IMA policy is loaded", sight.Reason);
        Assert.Equal("load one", sight.Advice);
        Assert.Equal(Verdict.Unknown, sight.Verdict(Clean));
        Assert.Equal(Verdict.Critical, sight.Verdict(Critical));
    }

    [Fact]
    public void A_host_that_was_never_scanned_is_not_clean()
    {
        var sight = Of(null, Some.Time);

        Assert.Null(sight.Last);
        Assert.Equal("the host was never scanned", sight.Reason);
        Assert.Equal(Verdict.Unknown, sight.Verdict(Clean));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(100_000, false)]
    public void A_time_far_ahead_of_the_clock_is_no_last_scan(int minutesAhead, bool isOne)
    {
        var sight = Of(new LastScan { At = Some.Time.AddMinutes(minutesAhead) }, Some.Time);

        Assert.Equal(isOne, sight.Reason is null);
        Assert.Equal(isOne, sight.Last is not null);
    }

    [Fact]
    public void What_the_history_itself_says_stands_in_where_nothing_is_beside_it_or_that_is_ahead()
    {
        var state = new HistoryState { LastScan = Some.Time, Host = "web01" };

        Assert.Null(HostSight.Of(null, state, SomeHost.Shipped, Some.Time.AddHours(26), isArchive: false).Reason);
        Assert.NotNull(HostSight.Of(null, state, SomeHost.Shipped, Some.Time.AddHours(27), isArchive: false).Reason);
        Assert.Equal(Some.Time, HostSight.Of(new LastScan { At = Some.Time.AddDays(9) }, state, SomeHost.Shipped, Some.Time, isArchive: false).Last!.At);
        Assert.NotNull(HostSight.Of(null, state with { LastScan = Some.Time.AddDays(9) }, SomeHost.Shipped, Some.Time, isArchive: false).Reason);
    }

    [Fact]
    public void What_stands_beside_the_history_counts_though_a_partial_scan_recorded_something_since() =>
        Assert.NotNull(HostSight.Of(new LastScan { At = Some.Time }, new HistoryState { LastScan = Some.Time.AddHours(30) }, SomeHost.Shipped,
            Some.Time.AddHours(30), isArchive: false).Reason);

    private static HostSight Of(LastScan? beside, DateTimeOffset now, bool isArchive = false) =>
        HostSight.Of(beside, new HistoryState(), SomeHost.Shipped, now, isArchive);
}
