using System.Globalization;

namespace IntegrityWatch.Doctor.Schedules;

/// <summary>How often a systemd timer elapses (systemd.timer(5), systemd.time(7)), as far as its usual forms tell.</summary>
internal static class TimerTime
{
    /// <summary>Null where it elapses at no interval that is known here.</summary>
    public static TimeSpan? IntervalOf(string unit) =>
        (Value(unit, "OnUnitActiveSec") ?? Value(unit, "OnUnitInactiveSec")) is { } span ? SpanOf(span)
        : Value(unit, "OnCalendar") is { } calendar ? OfCalendar(calendar) : null;

    /// <summary>What the last line of that name says; null where none does.</summary>
    public static string? Value(string unit, string name) => unit.Split('\n')
        .Select(line => line.Trim())
        .LastOrDefault(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length..].TrimStart().StartsWith('='))
        is { } found && found[(found.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() is { Length: > 0 } value ? value : null;

    private static TimeSpan? OfCalendar(string calendar) => calendar switch
    {
        "minutely" => TimeSpan.FromMinutes(1),
        "hourly" => TimeSpan.FromHours(1),
        "daily" => TimeSpan.FromDays(1),
        "weekly" => TimeSpan.FromDays(7),
        "monthly" => TimeSpan.FromDays(30),
        _ => OfClock(calendar[(calendar.LastIndexOf(' ') + 1)..].Split(':')),
    };

    /// <summary>The time of day, where the date is any: <c>*:0/15</c>, <c>*:17:00</c>, <c>02:30</c>.</summary>
    private static TimeSpan? OfClock(string[] clock) => clock switch
    {
        ["*", var minute, ..] when minute.Split('/') is [_, var step] && Number(step) is > 0 and <= 60 and var minutes => TimeSpan.FromMinutes(minutes),
        ["*", var minute, ..] when Number(minute) is not null => TimeSpan.FromHours(1),
        [var hour, _, ..] when hour.Split('/') is [_, var step] && Number(step) is > 0 and <= 24 and var hours => TimeSpan.FromHours(hours),
        [var hour, _, ..] when Number(hour) is not null => TimeSpan.FromDays(1),
        _ => null,
    };

    private static TimeSpan? SpanOf(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (Number(text[..digits]) is not { } number)
            return null;
        return text[digits..].Trim() switch
        {
            "" or "s" or "sec" or "second" or "seconds" => TimeSpan.FromSeconds(number),
            "m" or "min" or "minute" or "minutes" => TimeSpan.FromMinutes(number),
            "h" or "hr" or "hour" or "hours" => TimeSpan.FromHours(number),
            "d" or "day" or "days" => TimeSpan.FromDays(number),
            "w" or "week" or "weeks" => TimeSpan.FromDays(7.0 * number),
            _ => null,
        };
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, null, out var number) ? number : null;
}
