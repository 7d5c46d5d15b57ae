using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Platform;

namespace IntegrityWatch.Evidence;

/// <summary>All that one scan of a host read, joined: each path and digest once.</summary>
public sealed record EvidenceSnapshot
{
    public required HostFacts Host { get; init; }

    /// <summary>Which list this is, to find the place again: the boot's id, or a stand-in where the evidence has none.</summary>
    public required string ListId { get; init; }

    /// <summary>
    /// When the evidence was taken: now on a live host; elsewhere the latest time that the evidence itself bears, so that the
    /// same evidence says the same whenever it is read.
    /// </summary>
    public required DateTimeOffset TakenAt { get; init; }

    public required IReadOnlyList<Observation> Observations { get; init; }

    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>Null where the measurement list was left out or could not be read.</summary>
    public ListSummary? List { get; init; }

    /// <summary>Why the root's measurement list could not be read, or not to its end; null where it was, or was left out.</summary>
    public CannotCheckException? ListFault { get; init; }

    /// <summary>Why the root's audit log could not be read; null where it was, is not there or was left out.</summary>
    public CannotCheckException? AuditFault { get; init; }

    /// <summary>Null where there is no audit log, or it was left out.</summary>
    public AuditSummary? Audit { get; init; }
}
