using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntegrityWatch.Detection.Indicators;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Detection.Policies;

/// <summary>
/// A policy as a file writes it. Any part may be left out: it then stays as the policies before it have it. What may be left out has
/// a setter, because generated JSON code takes an init-only property for one that is always given, and loses its default.
/// </summary>
internal sealed record PolicyFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; set; }

    public string? Name { get; set; }

    /// <summary>What the terms of those whose data it holds ask to be said.</summary>
    public string? Notice { get; set; }

    /// <summary>For how long an event stays open when it is not accepted.</summary>
    public PolicyDuration? KeepEventsOpen { get; set; }

    /// <summary>For how long it is remembered that a file was seen, where it is not approved and nothing has used it since.</summary>
    public PolicyDuration? KeepObserved { get; set; }

    /// <summary>How old the last scan may be before nothing is said of the host.</summary>
    public PolicyDuration? MaxScanAge { get; set; }

    /// <summary>Folders in which a capture looks for programs, libraries and modules that have not run yet.</summary>
    public IReadOnlyList<string> CaptureFolders { get; set; } = [];

    /// <summary>Sources without which nothing is judged.</summary>
    public IReadOnlyList<RequiredSource> Require { get; set; } = [];

    /// <summary>Files with the keys that IMA signatures are checked with: X.509 or public keys, DER or PEM.</summary>
    public IReadOnlyList<SignatureKeyEntry> SignatureKeys { get; set; } = [];

    /// <summary>How bad is at most what is explained.</summary>
    public Severity? Explained { get; set; }

    public Dictionary<string, KindRule> Kinds { get; set; } = [];

    /// <summary>How bad a gap in the evidence is, by its cause.</summary>
    public Dictionary<string, Severity> EvidenceGaps { get; set; } = [];

    public ContainersEntry? Containers { get; set; }

    /// <summary>Names of the host in its own audit log.</summary>
    public IReadOnlyList<string> Nodes { get; set; } = [];

    public IReadOnlyList<LocationEntry> Locations { get; set; } = [];

    public IReadOnlyList<MasqueradeEntry> Masquerades { get; set; } = [];

    public IReadOnlyList<TechniqueRuleEntry> TechniqueRules { get; set; } = [];

    public IReadOnlyList<PathRuleEntry> PathRules { get; set; } = [];

    /// <summary>Which techniques audit rules tell of whose keys name none: ids by a pattern of the key.</summary>
    public Dictionary<string, IReadOnlyList<string>> KeyTechniques { get; set; } = [];

    public IReadOnlyList<string> UserWritable { get; set; } = [];

    /// <summary>
    /// Indicators of threat groups; a group with the id of an earlier one takes its place. An empty list does away with all before it,
    /// and one that is left out with none.
    /// </summary>
    public IReadOnlyList<IndicatorGroupEntry>? Indicators { get; set; }

    /// <summary>Files with digests of known bad content: text, CSV, STIX 2.1 or MISP.</summary>
    public IReadOnlyList<string> HashLists { get; set; } = [];
}

/// <summary>By what containers are known.</summary>
internal sealed record ContainersEntry
{
    public IReadOnlyList<string> Roots { get; set; } = [];

    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>How bad it is that a container holds what its image did not.</summary>
    public Severity? Drift { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(NameConverter<Severity>), typeof(NameConverter<RequiredSource>), typeof(PathRuleRealmConverter)],
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PolicyFile))]
internal sealed partial class PolicyJson : JsonSerializerContext;

/// <summary>A value by its name; the framework's own converter takes any number and lists of names too.</summary>
internal sealed class NameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values =
        Enum.GetValues<T>().ToDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"one of {string.Join(", ", Values.Keys).ToLowerInvariant()} belongs here");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString().ToLowerInvariant());
}

/// <summary>Every key that a policy may hold, at whatever depth.</summary>
internal static class PolicyKeys
{
    public static IReadOnlyCollection<string> All { get; } = [.. Below(PolicyJson.Default.PolicyFile, []).Order(StringComparer.Ordinal)];

    private static HashSet<string> Below(JsonTypeInfo type, HashSet<Type> seen)
    {
        var keys = new HashSet<string>();
        if (!seen.Add(type.Type))
            return keys;
        foreach (var property in type.Properties)
        {
            keys.Add(property.Name);
            if (PolicyJson.Default.GetTypeInfo(property.PropertyType) is { } inner)
                keys.UnionWith(Below(inner, seen));
        }
        if (type.ElementType is { } element && PolicyJson.Default.GetTypeInfo(element) is { } elements)
            keys.UnionWith(Below(elements, seen));
        return keys;
    }
}
