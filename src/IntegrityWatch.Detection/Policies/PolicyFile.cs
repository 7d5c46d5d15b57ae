using System.Text.Json.Serialization;
using IntegrityWatch.Detection.Indicators;

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

    /// <summary>Days for which an event stays open when nobody accepts it.</summary>
    public int? KeepEventsOpen { get; set; }

    /// <summary>Days for which it is remembered that a file was seen, where nobody approved it and nothing has used it since.</summary>
    public int? KeepObserved { get; set; }

    /// <summary>Folders in which a capture looks for programs, libraries and modules that have not run yet.</summary>
    public IReadOnlyList<string> CaptureFolders { get; set; } = [];

    /// <summary>Sources without which nothing is judged.</summary>
    public IReadOnlyList<RequiredSource> Require { get; set; } = [];

    /// <summary>Files with the keys that IMA signatures are checked with: X.509 or public keys, DER or PEM.</summary>
    public IReadOnlyList<string> SignatureKeys { get; set; } = [];

    public Dictionary<string, KindRule> Kinds { get; set; } = [];

    public IReadOnlyList<LocationEntry> Locations { get; set; } = [];

    public IReadOnlyList<MasqueradeEntry> Masquerades { get; set; } = [];

    public IReadOnlyList<TechniqueRuleEntry> TechniqueRules { get; set; } = [];

    public IReadOnlyList<string> UserWritable { get; set; } = [];

    /// <summary>
    /// Indicators of threat groups; a group with the id of an earlier one takes its place. An empty list does away with all before it,
    /// and one that is left out with none.
    /// </summary>
    public IReadOnlyList<IndicatorGroupEntry>? Indicators { get; set; }

    /// <summary>Files with digests of known bad content: text, CSV, STIX 2.1 or MISP.</summary>
    public IReadOnlyList<string> HashLists { get; set; } = [];
}
