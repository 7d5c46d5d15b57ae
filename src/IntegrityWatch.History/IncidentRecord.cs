using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History;

/// <summary>
/// Something that happened to a path or to the evidence, rather than a digest that was used: a violation, a file the kernel could not
/// hash, a list that was altered, records that are missing.
/// </summary>
public sealed record IncidentRecord
{
    public required IncidentKey Key { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>How many times since it was first seen.</summary>
    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required EvidenceSources Sources { get; init; }

    /// <summary>What the evidence says of it, one line; null where it says nothing.</summary>
    public string? Cause { get; init; }

    /// <summary>See <see cref="Incident.Gap"/>.</summary>
    public EvidenceGapCause? Gap { get; init; }

    /// <summary>The place of its latest record in the log; null where the log does not tell of it.</summary>
    public LogPlace? Logged { get; init; }

    public ProcessInfo? Process { get; init; }

    /// <summary>
    /// The number of the generation under which it happened last, 0 before the first: who did it is judged by what was approved then, and no
    /// later capture makes it better or worse.
    /// </summary>
    public int UsedIn { get; init; }

    /// <param name="seen">What happened.</param>
    /// <param name="takenAt">When the evidence was taken, for what bears no time of its own.</param>
    /// <param name="known">What was known of it before; null where nothing was.</param>
    public static IncidentRecord Of(Incident seen, DateTimeOffset takenAt, IncidentRecord? known = null)
    {
        var time = seen.Process?.Time ?? takenAt;
        return new IncidentRecord
        {
            Key = IncidentKey.Of(seen),
            Digest = seen.Digest,
            Count = seen.Count + (known?.Count ?? 0),
            FirstSeen = known?.FirstSeen < time ? known.FirstSeen : time,
            LastSeen = known?.LastSeen > time ? known.LastSeen : time,
            Sources = seen.Sources | (known?.Sources ?? EvidenceSources.None),
            Cause = seen.Cause ?? known?.Cause,
            Gap = seen.Gap ?? known?.Gap,
            Logged = seen.Logged ?? known?.Logged,
            Process = seen.Process ?? known?.Process,
        };
    }
}

/// <summary>What makes an incident the same as one before.</summary>
/// <param name="Kind">The kind of finding that it makes, such as <c>violation</c>.</param>
/// <param name="Path">Empty where it concerns the evidence as a whole.</param>
/// <param name="Subject">See <see cref="Incident.Subject"/>.</param>
public readonly record struct IncidentKey(string Kind, HostPath Path, string Subject)
{
    public static IncidentKey Of(Incident incident) => new(incident.Kind.Name(), incident.Path, incident.Subject);
}
