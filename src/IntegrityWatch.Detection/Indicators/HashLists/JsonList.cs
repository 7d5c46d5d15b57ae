using System.Text;
using System.Text.Json;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// Lists in JSON: finds the objects of STIX bundles and the attributes of MISP events, and reads them one at a time, so that the tree
/// of the whole is never made.
/// </summary>
internal sealed class JsonList
{
    /// <summary>No object that names digests is larger.</summary>
    private const long LargestObject = 1024 * 1024;

    private readonly ReadOnlyMemory<byte> json;
    private readonly HashListBuilder list;
    private readonly StixObjects stix;
    private long line = 1;
    private int counted;

    private JsonList(ReadOnlyMemory<byte> json, HashListBuilder list, StixObjects stix) => (this.json, this.list, this.stix) = (json, list, stix);

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void Read(ReadOnlyMemory<byte> json, HashListBuilder list, DateTimeOffset now)
    {
        var stix = new StixObjects(list, now);
        // A malware object can stand after the files that it names as its samples.
        if (json.Span.IndexOf("sample_refs"u8) >= 0)
            Read(json, new JsonList(json, new HashListBuilder(""), stix));
        stix.KnowsSamples = true;
        Read(json, new JsonList(json, list, stix));
    }

    private static void Read(ReadOnlyMemory<byte> json, JsonList list)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        reader.Read();
        list.ReadDocument(ref reader);
        if (reader.Read())
            throw new JsonException();
    }

    /// <summary>A bundle, an event, or an array or answer that holds several.</summary>
    private void ReadDocument(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                ReadDocument(ref reader);
        else if (reader.TokenType == JsonTokenType.StartObject)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isStix = reader.ValueTextEquals("objects"u8);
                var isMisp = reader.ValueTextEquals("Event"u8);
                var isAnswer = reader.ValueTextEquals("response"u8);
                reader.Read();
                if (isStix)
                    Each(ref reader, stix.Take);
                else if (isMisp && stix.KnowsSamples)
                    ReadAttributes(ref reader, InfoOf(reader));
                else if (isAnswer)
                    ReadDocument(ref reader);
                else
                    reader.Skip();
            }
    }

    /// <summary>The attributes of an event, or of an object in it.</summary>
    private void ReadAttributes(ref Utf8JsonReader reader, string info)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isAttribute = reader.ValueTextEquals("Attribute"u8);
            var isObject = reader.ValueTextEquals("Object"u8);
            reader.Read();
            if (isAttribute)
                Each(ref reader, (in JsonElement value) => MispAttribute.Take(value, info, list));
            else if (isObject && reader.TokenType == JsonTokenType.StartArray)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    ReadAttributes(ref reader, info);
            else
                reader.Skip();
        }
    }

    /// <summary>The event's title may stand after its attributes; the reader is a copy.</summary>
    private static string InfoOf(Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var isInfo = reader.ValueTextEquals("info"u8);
                reader.Read();
                if (isInfo && reader.TokenType == JsonTokenType.String)
                    return Beginning(reader.GetString() ?? "");
                reader.Skip();
            }
        return "";
    }

    /// <summary>As much of a title as a label can hold: it is put before the name of every file in the event.</summary>
    private static string Beginning(string title) => title.Length <= LabelStore.MostBytes ? title : title[..LabelStore.MostBytes];

    /// <summary>Takes each object of an array.</summary>
    private void Each(ref Utf8JsonReader reader, TakeObject take)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // A document for each number in a list of numbers would take a hundred times the room of the list.
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            var start = reader.TokenStartIndex;
            var end = reader;
            end.Skip();
            if (end.BytesConsumed - start > LargestObject)
                list.Bad(LineOf(start), "an object is too large");
            else
            {
                using var value = JsonDocument.ParseValue(ref reader);
                if (Fault(take, value.RootElement) is { } fault)
                    list.Bad(LineOf(start), fault);
            }
            reader = end;
        }
    }

    private static string? Fault(TakeObject take, in JsonElement value)
    {
        try
        {
            return take(value);
        }
        catch (InvalidOperationException)
        {
            return "a text that is no Unicode";
        }
    }

    /// <summary>Asked in the order of the positions, so that no part of the list is counted twice.</summary>
    private long LineOf(long position)
    {
        line += json.Span[counted..(int)position].Count((byte)'\n');
        counted = (int)position;
        return line;
    }

    /// <returns>What is wrong with the object; null where nothing is.</returns>
    private delegate string? TakeObject(in JsonElement value);
}

/// <summary>An attribute of a MISP event: <c>sha256</c>, <c>filename|sha256</c> and their like (MISP core format, "Attribute").</summary>
internal static class MispAttribute
{
    /// <returns>What is wrong with it; null where nothing is, or where it is of another type.</returns>
    public static string? Take(in JsonElement attribute, string info, HashListBuilder list)
    {
        var type = JsonText.Of(attribute, "type") ?? "";
        var isNamed = type.StartsWith("filename|", StringComparison.Ordinal);
        if (HashListBuilder.AlgorithmNamed(isNamed ? type["filename|".Length..] : type) is not { } algorithm)
            return null;
        if (!JsonText.IsTrue(attribute, "to_ids") || JsonText.IsTrue(attribute, "deleted"))
        {
            list.HoldBack();
            return null;
        }
        var value = JsonText.Of(attribute, "value") ?? "";
        var split = isNamed ? value.LastIndexOf('|') : -1;
        var label = split > 0 && info.Length > 0 ? $"{info}: {value[..split]}" : split > 0 ? value[..split] : info;
        return list.Add(Encoding.UTF8.GetBytes(value[(split + 1)..]), algorithm, Encoding.UTF8.GetBytes(label));
    }
}

/// <summary>The fields of objects that others wrote: what has another type than it should is not there.</summary>
internal static class JsonText
{
    /// <summary>Null where the object has no text of that name.</summary>
    /// <exception cref="InvalidOperationException">The text is no Unicode.</exception>
    public static string? Of(in JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>True for <c>true</c>, and for <c>"1"</c> and 1 as some exports write it.</summary>
    public static bool IsTrue(in JsonElement value, string name) => value.TryGetProperty(name, out var flag) && flag.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => flag.GetString() is "1" or "true",
        JsonValueKind.Number => flag.TryGetInt32(out var number) && number == 1,
        _ => false,
    };
}
