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
            foreach (var property in Values(parsed.RootElement, taken))
                property.WriteTo(json);
        }
        // A half of a character of UTF-16 is told only when it is to be written.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
        }
    }

    /// <summary>All of them are tried before the first is written, so that what cannot be leaves nothing half done.</summary>
    private static List<JsonProperty> Values(JsonElement document, IReadOnlySet<string> taken)
    {
        var values = new List<JsonProperty>();
        var names = new HashSet<string>(taken, StringComparer.Ordinal);
        using var trial = new Utf8JsonWriter(Stream.Null);
        trial.WriteStartObject();
        foreach (var property in document.EnumerateObject())
        {
            if (values.Count == MostNames || !names.Add(property.Name))
                continue;
            property.WriteTo(trial);
            values.Add(property);
        }
        return values;
    }
}
