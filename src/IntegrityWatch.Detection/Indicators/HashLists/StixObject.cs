using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>An object of a STIX 2.1 bundle: indicators with a pattern of file hashes (section 4.7), and files with hashes (section 6.7).</summary>
internal static class StixObject
{
    /// <returns>What is wrong with it; null where nothing is, or where it is of another type.</returns>
    public static string? Take(in JsonElement value, HashListBuilder list, DateTimeOffset now) => JsonText.Of(value, "type") switch
    {
        "indicator" when JsonText.Of(value, "pattern_type") is null or "stix" => TakeAll(value,
            StixPattern.Digests(JsonText.Of(value, "pattern") ?? ""), list, IsOver(value, now)),
        "file" => TakeAll(value, Hashes(value), list, IsOver(value, now)),
        _ => null,
    };

    private static string? TakeAll(in JsonElement value, IEnumerable<(string Algorithm, string Hex)> digests, HashListBuilder list, bool isOver)
    {
        var label = Encoding.UTF8.GetBytes(JsonText.Of(value, "name") ?? "");
        string? fault = null;
        foreach (var (algorithm, hex) in digests)
        {
            // Others, such as SSDEEP, are no digests to compare.
            if (ListedAlgorithms.Named(algorithm) is not { } known)
                continue;
            if (isOver)
                list.HoldBack();
            else if (list.Add(Encoding.UTF8.GetBytes(hex), known, label) is { } wrong)
                fault ??= wrong;
        }
        return fault;
    }

    private static bool IsOver(in JsonElement value, DateTimeOffset now) =>
        JsonText.IsTrue(value, "revoked")
        || (JsonText.Of(value, "valid_until") is { } until
            && DateTimeOffset.TryParse(until, null, DateTimeStyles.AssumeUniversal, out var end) && end <= now);

    private static List<(string, string)> Hashes(in JsonElement file)
    {
        var found = new List<(string, string)>();
        if (file.TryGetProperty("hashes", out var hashes) && hashes.ValueKind == JsonValueKind.Object)
            foreach (var hash in hashes.EnumerateObject())
                if (hash.Value.ValueKind == JsonValueKind.String)
                    found.Add((hash.Name, hash.Value.GetString()!));
        return found;
    }
}
