using IntegrityWatch.Evidence;

namespace IntegrityWatch.History;

/// <summary>
/// The life of one finding. What it says is told anew from the history each time; only its life is kept.
/// </summary>
public sealed record FindingLife
{
    /// <summary>The same for the same kind, path and digest in every run.</summary>
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required HostPath Path { get; init; }

    public Digest? Digest { get; init; }

    /// <summary>See <see cref="Incident.Subject"/>; empty for what is no incident.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What it tells of, where that is an incident.</summary>
    public IncidentKey IncidentKey => new(Kind, Path, Subject);

    /// <summary>The clock of the scan that found it; of an event, of the latest scan that saw it happen.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>True once a scan has reported it: what was new is open from then on.</summary>
    public bool Reported { get; init; }

    /// <summary>
    /// The number of the scan, see <see cref="HistoryState.Scans"/>, in which it was found, happened again or became worse: from there on it is
    /// news to whoever was told before. 0 where that was before scans were counted.
    /// </summary>
    public long ChangedIn { get; init; }

    /// <summary>How bad it was when it was last reported; null where that was before this was kept.</summary>
    public string? ReportedSeverity { get; init; }

    /// <summary>When it was accepted; null while it is open.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public string? AcceptedBy { get; init; }

    public string? AcceptedReason { get; init; }
}
