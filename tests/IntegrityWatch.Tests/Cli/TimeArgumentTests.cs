using IntegrityWatch.Commands.Options;

namespace IntegrityWatch.Tests.Cli;

public class TimeArgumentTests
{
    [Theory]
    [InlineData("90m", 90)]
    [InlineData("24h", 24 * 60)]
    [InlineData("7d", 7 * 24 * 60)]
    public void So_long_ago_is_counted_in_minutes_hours_or_days(string text, int minutes)
    {
        Assert.Equal(TimeSpan.FromMinutes(minutes), TimeArgument.Duration(text));
        Assert.Equal(Some.Time.AddMinutes(-minutes), TimeArgument.Time(text, Some.Time));
    }

    [Theory]
    [InlineData("2025-02-27", 0)]
    [InlineData("2025-02-27T10:00:00Z", 10)]
    public void A_day_begins_in_UTC(string text, int hours) =>
        Assert.Equal(new DateTimeOffset(2025, 2, 27, hours, 0, 0, TimeSpan.Zero), TimeArgument.Time(text, Some.Time));

    [Theory]
    [InlineData("")]
    [InlineData("0h")]
    [InlineData("-1h")]
    [InlineData("1w")]
    [InlineData("1h\n")]
    [InlineData("100001d")]
    [InlineData("2025-02-27")]
    public void What_is_no_duration_is_refused(string text) => Assert.Throws<CannotCheckException>(() => TimeArgument.Duration(text));
}
