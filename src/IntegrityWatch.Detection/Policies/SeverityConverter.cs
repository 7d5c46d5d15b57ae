using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A severity by its name; the framework's own converter takes any number and lists of names too.</summary>
internal sealed class SeverityConverter : JsonConverter<Severity>
{
    private static readonly Dictionary<string, Severity> Names =
        Enum.GetValues<Severity>().ToDictionary(severity => severity.ToString(), StringComparer.OrdinalIgnoreCase);

    public override Severity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Names.TryGetValue(reader.GetString()!, out var severity)
            ? severity
            : throw new JsonException("a severity is one of info, low, medium, high, critical");

    public override void Write(Utf8JsonWriter writer, Severity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString().ToLowerInvariant());
}
