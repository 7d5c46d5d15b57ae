using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Tests.Detection.Policies;

public class PolicyDurationTests
{
    [Theory]
    [InlineData("\"26h\"", 26 * 60)]
    [InlineData("\"7d\"", 7 * 24 * 60)]
    [InlineData("\"90m\"", 90)]
    [InlineData("3", 3 * 24 * 60)]
    [InlineData("\"36500d\"", 36_500 * 24 * 60)]
    public void It_is_minutes_hours_or_days_and_a_number_alone_is_days(string written, int minutes)
    {
        using var folder = new TemporaryFolder();
        var policy = PolicyLoader.Load([folder.Write("mine.json", $$"""{"maxScanAge": {{written}}, "keepEventsOpen": {{written}}, "keepObserved": {{written}}}""")]);

        Assert.Equal(TimeSpan.FromMinutes(minutes), policy.MaxScanAge);
        Assert.Equal(TimeSpan.FromMinutes(minutes), policy.KeepEventsOpen);
        Assert.Equal(TimeSpan.FromMinutes(minutes), policy.KeepObserved);
    }

    [Theory]
    [InlineData("\"26\"")]
    [InlineData("\"h\"")]
    [InlineData("\"\"")]
    [InlineData("\"-1h\"")]
    [InlineData("\"1.5h\"")]
    [InlineData("\" 1h\"")]
    [InlineData("\"1w\"")]
    [InlineData("\"36501d\"")]
    [InlineData("\"876001h\"")]
    [InlineData("\"99999999999999999999m\"")]
    [InlineData("36501")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("true")]
    public void What_is_no_duration_is_told_with_its_key(string written)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("mine.json", $$"""{"maxScanAge": {{written}}}""");

        var fault = Assert.Throws<CannotCheckException>(() => PolicyLoader.Load([file]));

        Assert.Contains("maxScanAge", fault.Message, StringComparison.Ordinal);
        Assert.Contains("26h", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_scan_can_be_younger_than_nothing()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("maxScanAge", Assert.Throws<CannotCheckException>(() =>
            PolicyLoader.Load([folder.Write("mine.json", """{"maxScanAge": "0h"}""")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_shipped_a_scan_is_good_for_a_day_and_two_hours() =>
        Assert.Equal(TimeSpan.FromHours(26), PolicyLoader.Load([]).MaxScanAge);
}
