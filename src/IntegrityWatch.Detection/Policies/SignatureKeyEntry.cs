using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A file of keys as a policy writes it: its name, or <c>{"file": NAME, "explains": true}</c>.</summary>
/// <param name="File">X.509 or public keys, DER or PEM.</param>
/// <param name="Explains">True where a valid signature by one of them explains a content.</param>
[JsonConverter(typeof(SignatureKeyConverter))]
internal readonly record struct SignatureKeyEntry(string File, bool Explains);

internal sealed class SignatureKeyConverter : JsonConverter<SignatureKeyEntry>
{
    public override SignatureKeyEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new SignatureKeyEntry(reader.GetString()!, Explains: false);
        var (file, explains) = ((string?)null, false);
        while (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.PropertyName or JsonTokenType.String or JsonTokenType.True or JsonTokenType.False
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            if (key == "file" && reader.TokenType == JsonTokenType.String)
                file = reader.GetString();
            else if (key == "explains" && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                explains = reader.GetBoolean();
            else
                throw Wrong();
        }
        return file is not null && reader.TokenType == JsonTokenType.EndObject ? new SignatureKeyEntry(file, explains) : throw Wrong();
    }

    public override void Write(Utf8JsonWriter writer, SignatureKeyEntry value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("file", value.File);
        writer.WriteBoolean("explains", value.Explains);
        writer.WriteEndObject();
    }

    private static JsonException Wrong() => new("a file of keys belongs here: its name, or {\"file\": NAME, \"explains\": true}");
}
