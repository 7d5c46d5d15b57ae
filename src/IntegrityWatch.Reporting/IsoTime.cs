namespace IntegrityWatch.Reporting;

/// <summary>ISO 8601 in UTC, to the millisecond, which is as exact as an audit record is.</summary>
internal static class IsoTime
{
    public static string Iso(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>For people: to the second.</summary>
    public static string Readable(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");
}
