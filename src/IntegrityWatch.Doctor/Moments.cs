namespace IntegrityWatch.Doctor;

/// <summary>Times as people say them.</summary>
internal static class Moments
{
    /// <summary>In UTC, to the second.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary>In the unit that fits: <c>40 minutes</c>, <c>3 hours</c>, <c>12 days</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1.5 } => "1 minute",
        { TotalMinutes: < 90 } => CheckedHost.Count((long)Math.Round(span.TotalMinutes), "minute"),
        { TotalHours: < 48 } => CheckedHost.Count((long)Math.Round(span.TotalHours), "hour"),
        _ => CheckedHost.Count((long)Math.Round(span.TotalDays), "day"),
    };

    /// <summary>Whatever the number: a log that hardly grows lasts for centuries.</summary>
    public static string OfHours(double hours) => hours > 24 * 365 * 10 ? "more than 10 years" : Of(TimeSpan.FromHours(hours));
}
