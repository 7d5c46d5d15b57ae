using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A span of time as a policy writes it: <c>90m</c>, <c>26h</c>, <c>7d</c>; a bare number is days.</summary>
[JsonConverter(typeof(PolicyDurationConverter))]
internal readonly record struct PolicyDuration(TimeSpan Span)
{
    /// <summary>A hundred years: what is longer is a slip of the hand.</summary>
    private const int MostDays = 36_500;

    private const long MinutesADay = 24 * 60;

    public static PolicyDuration? Of(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return text[^1] switch
        {
            'm' => OfMinutes(number),
            'h' when number <= MostDays * 24 => OfMinutes(number * 60),
            'd' => OfDays(number),
            _ => null,
        };
    }

    public static PolicyDuration? OfDays(long days) => days is >= 0 and <= MostDays ? OfMinutes(days * MinutesADay) : null;

    private static PolicyDuration? OfMinutes(long minutes) =>
        minutes <= MostDays * MinutesADay ? new PolicyDuration(TimeSpan.FromMinutes(minutes)) : null;
}

internal sealed class PolicyDurationConverter : JsonConverter<PolicyDuration>
{
    public override PolicyDuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out var days) ? PolicyDuration.OfDays(days) : null,
            JsonTokenType.String => PolicyDuration.Of(reader.GetString()!),
            _ => null,
        }) ?? throw new JsonException("a duration belongs here: minutes, hours or days, such as 90m, 26h or 7d; a number alone is days");

    public override void Write(Utf8JsonWriter writer, PolicyDuration value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"{((long)value.Span.TotalMinutes).ToString(CultureInfo.InvariantCulture)}m");
}
