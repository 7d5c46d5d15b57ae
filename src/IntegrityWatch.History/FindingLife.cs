using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

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

    /// <summary>See <see cref="HistoryState.Counted"/>: how much time had been counted then, from where its age is.</summary>
    public TimeSpan CountedAt { get; init; }

    /// <summary>True once a scan has reported it: what was new is open from then on.</summary>
    public bool Reported { get; init; }

    /// <summary>
    /// The number of the scan, see <see cref="HistoryState.Scans"/>, in which it was found, happened again or became worse: from there on it is
    /// news to whoever was told before. 0 where that was before scans were counted.
    /// </summary>
    public long ChangedIn { get; init; }

    /// <summary>How bad it was when it was last reported; null where that was before this was kept.</summary>
    public string? ReportedSeverity { get; init; }

    /// <summary>The rule that told it, as the policy names it; null where that was before this was kept.</summary>
    public string? Rule { get; init; }

    /// <summary>What was said of it: one sentence of this program, without text from the host. Null where that was before this was kept.</summary>
    public string? Message { get; init; }

    /// <summary>Whose it is, where it is not the host's.</summary>
    public Realm Realm { get; init; }

    /// <summary>See <see cref="Observation.Container"/>.</summary>
    public string? Container { get; init; }

    /// <summary>True once a package or a signature accounted for it: what was explained once stays explained.</summary>
    public bool Explained { get; init; }

    /// <summary>What accounted for it: text of any characters. Null where nothing does.</summary>
    public string? Explanation { get; init; }

    /// <summary>True where a report told it before what was told to whom was kept.</summary>
    public bool Delivered { get; init; }

    /// <summary>
    /// The number of the scan, see <see cref="HistoryState.Scans"/>, that found it, or found it again after it was closed: it is new to whoever
    /// was told no later scan, see <see cref="ToldFile"/>. 0 where that was before this was kept.
    /// </summary>
    public long NewIn { get; init; }

    /// <summary>True until a report that names it was written and flushed for whom it is told.</summary>
    /// <param name="told">The number of the last scan that the reader was told.</param>
    public bool IsNews(long told) => !Delivered && (!Reported || NewIn > told);

    /// <summary>Why it is closed; null while it is open.</summary>
    public FindingClosure? Closed { get; init; }

    /// <summary>The generation that closed it, for an undo to open it again; 0 where none did.</summary>
    public int ClosedIn { get; init; }

    /// <summary>When it was accepted; null while it is open.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public string? AcceptedBy { get; init; }

    public string? AcceptedReason { get; init; }
}

/// <summary>What closes a finding; nothing else does.</summary>
public enum FindingClosure
{
    /// <summary>Its content is approved.</summary>
    Approved,

    /// <summary>A waiver holds for exactly this kind, path and digest.</summary>
    Waived,

    /// <summary>A person accepted it as it is.</summary>
    Accepted,

    /// <summary>A person said that it was dealt with.</summary>
    Resolved,

    /// <summary>It was explained, and its content is superseded or its path is gone from disk.</summary>
    Explained,

    /// <summary>It is older than events are kept open, and what caused it no longer holds.</summary>
    Expired,

    /// <summary>What caused it no longer holds, where that alone closes it: the first generation, records that came after all.</summary>
    Over,
}
