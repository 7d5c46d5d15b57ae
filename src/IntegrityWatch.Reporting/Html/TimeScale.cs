namespace IntegrityWatch.Reporting.Html;

/// <summary>
/// Where times stand on an axis. Within a span the axis is true to scale; where nothing happened for longer than in all the rest
/// together it is cut, so that a baseline of last month and an intrusion of ten minutes can both be seen.
/// </summary>
internal sealed class TimeScale
{
    private const int MostCuts = 4;

    /// <summary>Of the axis's units: what a cut takes, and what a span takes at least.</summary>
    private const int CutWidth = 40;
    private const int LeastWidth = 110;

    /// <param name="times">At least one, in any order.</param>
    /// <param name="width">Of the whole axis, in the units of the drawing; enough for <see cref="MostCuts"/> cuts.</param>
    public TimeScale(IEnumerable<DateTimeOffset> times, int width)
    {
        var sorted = times.Select(time => time.UtcTicks).Distinct().Order().ToList();
        List<int> starts = [0, .. Cuts(sorted).Order()];
        var spans = starts.Select((start, index) =>
            (From: sorted[start], To: sorted[index + 1 < starts.Count ? starts[index + 1] - 1 : ^1])).ToList();
        var free = width - (spans.Count * LeastWidth) - ((spans.Count - 1) * CutWidth);
        var lasting = spans.Sum(span => (double)(span.To - span.From));
        var left = 0;
        var placed = new List<TimeSpanOnAxis>();
        foreach (var (from, to) in spans)
        {
            var share = lasting > 0 ? (to - from) / lasting : 1.0 / spans.Count;
            var spanWidth = LeastWidth + (int)(free * share);
            placed.Add(new TimeSpanOnAxis(new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(to, TimeSpan.Zero), left, spanWidth));
            left += spanWidth + CutWidth;
        }
        Spans = placed;
    }

    /// <summary>Earliest first.</summary>
    public IReadOnlyList<TimeSpanOnAxis> Spans { get; }

    /// <summary>The place where a time stands, as the left end of one of the steps that its span is divided into.</summary>
    /// <param name="time">One of the times that the scale was made for.</param>
    /// <param name="step">How wide a place is, in the units of the drawing.</param>
    public int Position(DateTimeOffset time, int step)
    {
        var span = Spans.Last(span => span.From <= time);
        var share = span.To == span.From ? 0 : (time - span.From) / (span.To - span.From);
        return span.Left + ((int)(share * (span.Width - step)) / step * step);
    }

    /// <summary>The indexes of the times before which the axis is cut.</summary>
    private static IEnumerable<int> Cuts(List<long> times)
    {
        var rest = times[^1] - times[0];
        var longest = Enumerable.Range(1, times.Count - 1)
            .OrderByDescending(index => times[index] - times[index - 1])
            .ThenBy(index => index)
            .Take(MostCuts);
        foreach (var index in longest)
        {
            var gap = times[index] - times[index - 1];
            if (gap <= rest - gap || rest == gap)
                yield break;
            rest -= gap;
            yield return index;
        }
    }
}

/// <summary>A stretch of time in which things happened, and where it stands on an axis, in the units of the drawing.</summary>
internal sealed record TimeSpanOnAxis(DateTimeOffset From, DateTimeOffset To, int Left, int Width);
