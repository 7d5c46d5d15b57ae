using CsCheck;
using IntegrityWatch.Reporting.Html;
using IntegrityWatch.Tests.History;

namespace IntegrityWatch.Tests.Reporting.Html;

public class TimeScaleTests
{
    private const int Width = 864;
    private const int Step = 24;

    [Fact]
    public void One_time_stands_at_the_beginning()
    {
        Assert.Equal(0, new TimeScale([Some.Time], Width).Position(Some.Time, Step));
    }

    [Fact]
    public void Times_in_equal_steps_are_true_to_scale()
    {
        var times = Enumerable.Range(0, 5).Select(hour => Some.Time.AddHours(hour)).ToList();

        var scale = new TimeScale(times, Width);

        Assert.Single(scale.Spans);
        Assert.Equal([0, 192, 408, 624, 840], times.Select(time => scale.Position(time, Step)));
    }

    [Fact]
    public void A_month_in_which_nothing_happened_is_cut()
    {
        DateTimeOffset[] times = [Some.Time, Some.Time.AddDays(30), Some.Time.AddDays(30).AddMinutes(4), Some.Time.AddDays(30).AddMinutes(5)];

        var scale = new TimeScale(times, Width);

        Assert.Equal(3, scale.Spans.Count);
        Assert.Equal((times[0], times[0]), (scale.Spans[0].From, scale.Spans[0].To));
        Assert.Equal((times[2], times[3]), (scale.Spans[2].From, scale.Spans[2].To));
    }

    [Fact]
    public void Every_time_stands_on_the_axis_and_none_before_an_earlier_one() => SomeRecord.Time.Array[1, 40].Sample(times =>
    {
        var scale = new TimeScale(times, Width);
        var places = times.OrderBy(time => time).Select(time => scale.Position(time, Step)).ToList();

        Assert.All(places, place => Assert.InRange(place, 0, Width - Step));
        Assert.Equal(places.Order(), places);
        Assert.True(scale.Spans[^1].Left + scale.Spans[^1].Width <= Width);
    });
}
