using System.Buffers;
using System.Text.Json;

namespace IntegrityWatch.Reporting.Fleet;

/// <summary>The object that a host told of its finding. A host taken over tells anything.</summary>
internal static class HostDocument
{
    /// <summary>As much as the store keeps, in characters.</summary>
    private const int MostCharacters = 256 * 1024;

    /// <summary>The object of a finding has five levels.</summary>
    private const int MostDepth = 16;

    private const int MostNames = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth };

    /// <summary>Its values behind those that are written already; nothing where it is not an object, or is none that can be written again.</summary>
    /// <param name="json">Stands within an object.</param>
    /// <param name="document">Text of any characters.</param>
    /// <param name="taken">The names that it says nothing of.</param>
    public static void WriteRest(Utf8JsonWriter json, string document, IReadOnlySet<string> taken)
    {
        if (document.Length > MostCharacters)
            return;
        try
        {
            using var parsed = JsonDocument.Parse(document, Strict);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
                return;
            foreach (var (name, value) in Values(parsed.RootElement, taken))
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value.WrittenSpan);
            }
        }
        // A half of a character of UTF-16 is told only when it is to be written.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
        }
    }

    /// <summary>All of them written before the first is used, so that what cannot be written leaves nothing half done.</summary>
    private static List<(string Name, ArrayBufferWriter<byte> Value)> Values(JsonElement document, IReadOnlySet<string> taken)
    {
        var values = new List<(string, ArrayBufferWriter<byte>)>();
        var names = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (var property in document.EnumerateObject())
        {
            if (names.Count >= MostNames || !names.Add(property.Name))
                continue;
            var value = new ArrayBufferWriter<byte>();
            using (var copy = new Utf8JsonWriter(value))
                property.Value.WriteTo(copy);
            values.Add((property.Name, value));
        }
        return values;
    }
}
