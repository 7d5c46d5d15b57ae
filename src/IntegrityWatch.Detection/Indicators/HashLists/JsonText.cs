using System.Text.Json;

namespace IntegrityWatch.Detection.Indicators.HashLists;

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
