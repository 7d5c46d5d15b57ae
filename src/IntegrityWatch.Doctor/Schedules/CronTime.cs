using System.Globalization;

namespace IntegrityWatch.Doctor.Schedules;

/// <summary>How often a line of a crontab runs (crontab(5)), as far as its minute and hour tell.</summary>
internal static class CronTime
{
    /// <summary>Null where it runs at no regular interval.</summary>
    public static TimeSpan? IntervalOf(string line)
    {
        var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            ["@hourly", ..] => TimeSpan.FromHours(1),
            ["@daily" or "@midnight", ..] => TimeSpan.FromDays(1),
            ["@weekly", ..] => TimeSpan.FromDays(7),
            ["@monthly", ..] => TimeSpan.FromDays(30),
            [var minute, var hour, "*", "*", "*", ..] => OfFields(minute, hour),
            _ => null,
        };
    }

    private static TimeSpan? OfFields(string minute, string hour) => (Times(minute, 60), Times(hour, 24)) switch
    {
        ({ } minutes, 24) => TimeSpan.FromMinutes(60.0 / minutes),
        ({ }, { } hours) => TimeSpan.FromHours(24.0 / hours),
        _ => null,
    };

    /// <summary>How many of the values a field stands for; null where it is not one of its usual forms.</summary>
    private static int? Times(string field, int values)
    {
        if (field == "*")
            return values;
        if (field.StartsWith("*/", StringComparison.Ordinal))
            return Number(field[2..]) is > 0 and var step && step < values ? (values + step - 1) / step : null;
        var named = field.Split(',');
        return named.All(name => Number(name) < values) ? named.Distinct().Count() : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, null, out var number) ? number : null;
}
