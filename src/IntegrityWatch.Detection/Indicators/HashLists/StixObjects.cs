using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrityWatch.Detection.Indicators.HashLists;

/// <summary>
/// The objects of STIX 2.1 bundles that name what is bad: indicators with a pattern of file hashes (section 4.7), and files and artifacts
/// (sections 6.7 and 6.1) that a malware object has among its samples (section 4.11). Any other file was merely seen somewhere, as
/// observed data tells of it, and is held back.
/// </summary>
internal sealed class StixObjects(HashListBuilder list, DateTimeOffset now)
{
    /// <summary>What the malware is called, by the id of a sample of it.</summary>
    private readonly Dictionary<string, string> samples = new(StringComparer.Ordinal);

    /// <summary>False while only the samples are gathered, and nothing is taken.</summary>
    public bool KnowsSamples { get; set; }

    /// <returns>What is wrong with it; null where nothing is, or where it is of another type.</returns>
    public string? Take(in JsonElement value)
    {
        var type = JsonText.Of(value, "type");
        if (!KnowsSamples)
        {
            if (type == "malware" && !IsOver(value))
                NoteSamples(value);
            return null;
        }
        return type switch
        {
            "indicator" when JsonText.Of(value, "pattern_type") is null or "stix" => TakeAll(value,
                StixPattern.Digests(JsonText.Of(value, "pattern") ?? ""), IsOver(value) || IsBenign(value)),
            "file" or "artifact" => TakeAll(value, Hashes(value), IsOver(value) || MalwareOf(value) is null),
            _ => null,
        };
    }

    private void NoteSamples(in JsonElement malware)
    {
        if (!malware.TryGetProperty("sample_refs", out var references) || references.ValueKind != JsonValueKind.Array)
            return;
        var name = JsonText.Of(malware, "name") ?? "";
        foreach (var reference in references.EnumerateArray())
            if (reference.ValueKind == JsonValueKind.String)
                samples.TryAdd(reference.GetString()!, name);
    }

    private string? MalwareOf(in JsonElement value) => JsonText.Of(value, "id") is { } id ? samples.GetValueOrDefault(id) : null;

    private string? TakeAll(in JsonElement value, IEnumerable<(string Algorithm, string Hex)> digests, bool isHeldBack)
    {
        var label = Encoding.UTF8.GetBytes(JsonText.Of(value, "name") ?? MalwareOf(value) ?? "");
        string? fault = null;
        foreach (var (algorithm, hex) in digests)
        {
            // Others, such as SSDEEP, are no digests to compare.
            if (HashListBuilder.AlgorithmNamed(algorithm) is not { } known)
                continue;
            if (isHeldBack)
                list.HoldBack();
            else if (list.Add(Encoding.UTF8.GetBytes(hex), known, label) is { } wrong)
                fault ??= wrong;
        }
        return fault;
    }

    private bool IsOver(in JsonElement value) =>
        JsonText.IsTrue(value, "revoked")
        || (JsonText.Of(value, "valid_until") is { } until
            && DateTimeOffset.TryParse(until, null, DateTimeStyles.AssumeUniversal, out var end) && end <= now);

    /// <summary>An indicator can also be of what is harmless by itself (section 10.6).</summary>
    private static bool IsBenign(in JsonElement indicator) =>
        indicator.TryGetProperty("indicator_types", out var types) && types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0
        && types.EnumerateArray().All(type => type.ValueKind == JsonValueKind.String && type.GetString() == "benign");

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
