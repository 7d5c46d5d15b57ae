using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History;

/// <summary>What a person decided about one finding. It stands in the chained content of the generation that it was made in.</summary>
public sealed record Decision
{
    /// <summary>The generation that it was made in: where that one was undone, it is not in force.</summary>
    public required int Generation { get; init; }

    public required DecisionVerb Verb { get; init; }

    /// <summary>The finding's.</summary>
    public required string FindingId { get; init; }

    /// <summary>The finding's kind, by its name.</summary>
    public required string Kind { get; init; }

    /// <summary>Empty for a finding about the host as a whole.</summary>
    public HostPath Path { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>Whose finding it was: what is decided of one realm's says nothing of another's.</summary>
    public Realm Realm { get; init; }

    /// <summary>See <see cref="Observation.Container"/>; null for the host's.</summary>
    public string? Container { get; init; }

    /// <summary>See <see cref="Incident.Subject"/>; for an event that was accepted also which one: boot and serial, or a list's length and digest.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Of an event that was accepted: the place of its latest record. Of what comes later it says nothing.</summary>
    public LogPlace? Logged { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? By { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What was decided.</summary>
public enum DecisionVerb
{
    /// <summary>A circumstance is silenced for exactly this kind, path and digest of this realm.</summary>
    Waive,

    /// <summary>An event, or a list as it is now, is taken as it is.</summary>
    Accept,

    /// <summary>It was dealt with: closed, and nothing is approved.</summary>
    Resolve,
}

/// <summary>The decisions' names, in baselines and reports.</summary>
public static class DecisionVerbs
{
    public static string Name(this DecisionVerb verb) => verb switch
    {
        DecisionVerb.Waive => "waive",
        DecisionVerb.Accept => "accept",
        DecisionVerb.Resolve => "resolve",
    };
}
