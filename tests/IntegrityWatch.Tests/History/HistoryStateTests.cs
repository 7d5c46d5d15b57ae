using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class HistoryStateTests
{
    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(26, 26)]
    [InlineData(27, 26)]
    [InlineData(9000, 26)]
    public void Findings_age_by_the_time_between_scans_and_never_by_more_than_a_scan_may_be_old(int hours, int counted)
    {
        var state = new HistoryState { Counted = TimeSpan.FromHours(3), LastScan = Some.Time };

        Assert.Equal(TimeSpan.FromHours(3 + counted), state.CountedAt(Some.Time.AddHours(hours), TimeSpan.FromHours(26)));
    }

    [Fact]
    public void Before_the_first_scan_nothing_has_aged() =>
        Assert.Equal(TimeSpan.Zero, new HistoryState().CountedAt(Some.Time, TimeSpan.FromHours(26)));
}
