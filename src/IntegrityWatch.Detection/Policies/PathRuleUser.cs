using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A user of a path rule: a number, or a name of the host's passwd file.</summary>
/// <param name="Number">Null where a name stands there.</param>
/// <param name="Name">Null where a number stands there.</param>
[JsonConverter(typeof(PathRuleUserConverter))]
internal readonly record struct PathRuleUser(uint? Number, string? Name);

internal sealed class PathRuleUserConverter : JsonConverter<PathRuleUser>
{
    public override PathRuleUser Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetUInt32(out var number) => new PathRuleUser(number, null),
        // No user's name is a number.
        JsonTokenType.String when uint.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new PathRuleUser(number, null),
        JsonTokenType.String when reader.GetString() is { Length: > 0 } name => new PathRuleUser(null, name),
        _ => throw new JsonException("a user belongs here: a number, or a name of the host's etc/passwd"),
    };

    public override void Write(Utf8JsonWriter writer, PathRuleUser value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Name);
    }
}

/// <summary>Whose findings a path rule speaks of; those of another node are never judged.</summary>
internal sealed class PathRuleRealmConverter : JsonConverter<Realm>
{
    public override Realm Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? reader.GetString() : null) switch
        {
            "host" => Realm.Host,
            "container" => Realm.Container,
            "claimed" => Realm.Claimed,
            _ => throw new JsonException("one of host, container, claimed belongs here"),
        };

    public override void Write(Utf8JsonWriter writer, Realm value, JsonSerializerOptions options) => writer.WriteStringValue(value.NameElsewhere() ?? "host");
}
