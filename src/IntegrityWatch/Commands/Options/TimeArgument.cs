using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrityWatch.Commands.Options;

/// <summary>Times as people type them: so long ago, a day, or a moment in ISO 8601.</summary>
internal static partial class TimeArgument
{
    /// <exception cref="CannotCheckException">It is no time.</exception>
    public static DateTimeOffset Time(string text, DateTimeOffset now)
    {
        if (Parse(text) is { } ago)
            return now - ago;
        if (char.IsAsciiDigit(text.FirstOrDefault()) && DateTimeOffset.TryParse(text, null,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        throw new CannotCheckException($"not a time: {SafeText.Of(text)}", "give a day or a time in ISO 8601, or 90m, 24h, 7d for so long ago");
    }

    /// <exception cref="CannotCheckException">It is no duration, or none at all.</exception>
    public static TimeSpan Duration(string text) => Parse(text) is { Ticks: > 0 } duration
        ? duration
        : throw new CannotCheckException($"not a duration: {SafeText.Of(text)}", "give minutes, hours or days: 90m, 24h, 7d");

    /// <summary>Null where it is of another form.</summary>
    private static TimeSpan? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match
            || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, null, out var number) || number > 100_000)
            return null;
        return match.Groups[2].Value switch
        {
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    [GeneratedRegex("^([0-9]{1,6})([mhd])\\z")]
    private static partial Regex Form();
}
