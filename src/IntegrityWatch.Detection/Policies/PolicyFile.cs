using System.Text.Json.Serialization;

namespace IntegrityWatch.Detection.Policies;

/// <summary>A policy as a file writes it. Any part may be left out: it then stays as the policies before it have it.</summary>
internal sealed record PolicyFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public string? Name { get; init; }

    /// <summary>Days for which an event stays open when nobody accepts it.</summary>
    public int? KeepEventsOpen { get; init; }

    public Dictionary<string, KindRule> Kinds { get; init; } = [];

    public IReadOnlyList<LocationEntry> Locations { get; init; } = [];

    public IReadOnlyList<MasqueradeEntry> Masquerades { get; init; } = [];

    public IReadOnlyList<string> UserWritable { get; init; } = [];
}
