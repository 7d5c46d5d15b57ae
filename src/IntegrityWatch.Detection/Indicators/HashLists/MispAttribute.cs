using System.Text;
using System.Text.Json;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>An attribute of a MISP event: <c>sha256</c>, <c>filename|sha256</c> and their like (MISP core format, "Attribute").</summary>
internal static class MispAttribute
{
    /// <returns>What is wrong with it; null where nothing is, or where it is of another type.</returns>
    public static string? Take(in JsonElement attribute, string info, HashListBuilder list)
    {
        var type = JsonText.Of(attribute, "type") ?? "";
        var isNamed = type.StartsWith("filename|", StringComparison.Ordinal);
        if (ListedAlgorithms.Named(isNamed ? type["filename|".Length..] : type) is not { } algorithm)
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
