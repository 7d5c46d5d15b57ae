using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Detection;

/// <summary>What is known of one kind of finding, apart from its name.</summary>
/// <remarks>Whoever adds a kind is asked by the compiler for every required word; <see cref="FindingKinds"/> is the table.</remarks>
public sealed record FindingKindFacts
{
    public required FindingGroup Group { get; init; }

    public required FindingLifetime Lifetime { get; init; }

    /// <summary>Whether a policy's path rules can say how bad it is.</summary>
    public required PathRuleScope PathRules { get; init; }

    /// <summary>As it ships: a policy can say otherwise, and a rule can say so of one finding.</summary>
    public required Severity Severity { get; init; }

    /// <summary>When it is another than <see cref="Severity"/>, for the manual; null where it never is by itself.</summary>
    public string? SeverityNote { get; init; }

    /// <summary>Ids of ATT&amp;CK techniques, as they ship: a policy can say otherwise.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>For a reader who sees the kind's name for the first time: a clause that begins in lower case and ends without a stop.</summary>
    public required string Meaning { get; init; }

    /// <summary>What the manual adds to the meaning behind a colon; null where it has nothing to add.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do next; <see cref="FindingKinds.AdviceFor"/> puts the finding's id into it.</summary>
    public required string Advice { get; init; }

    public required EcsWords Ecs { get; init; }

    /// <summary>
    /// Of an incident: the finding's message, from what the evidence names as the cause. That is the kernel's word, from a log that
    /// can be edited, or a sentence of this program.
    /// </summary>
    public Func<string?, string> Message { get; init; } = cause => cause ?? "the evidence does not hold together";
}

/// <summary>What a kind of finding tells of, and against what it is held.</summary>
public enum FindingGroup
{
    /// <summary>A file's use, held against the baseline.</summary>
    Drift,

    /// <summary>A file's use that is suspicious in itself, whatever the baseline says: a capture does not approve it unasked.</summary>
    Circumstance,

    /// <summary>Something that happened to a file or to the evidence: an <see cref="Evidence.Incident"/>.</summary>
    Incident,

    /// <summary>The host as a whole.</summary>
    Host,
}

/// <summary>How long a finding lives.</summary>
public enum FindingLifetime
{
    /// <summary>Open until it is accepted or no longer so.</summary>
    State,

    /// <summary>Something that happened and is over: it stays open for as long as the policy keeps events, and a capture does not settle it.</summary>
    Event,
}

/// <summary>The words that the Elastic Common Schema allows for an event.</summary>
/// <param name="Categories">Of <c>event.category</c>.</param>
/// <param name="Type">An <c>event.type</c> that the schema expects with each of the categories.</param>
public sealed record EcsWords(IReadOnlyList<string> Categories, string Type);
