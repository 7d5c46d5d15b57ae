using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.History;

/// <summary>What has been seen and approved on one host: one consistent state, however many look at it.</summary>
public interface IHistory : IEvidenceMemory, IDisposable
{
    /// <summary>True where nothing has been published yet.</summary>
    bool IsEmpty { get; }

    HistoryState State { get; }

    /// <summary>Null where no scan has kept it yet.</summary>
    JudgedBy? JudgedBy { get; }

    /// <summary>Earliest first.</summary>
    IReadOnlyList<Generation> Generations { get; }

    /// <summary>Null where none were known when the generation was made.</summary>
    PackageVersions? Packages(int generation);

    BootCursor? Cursor(string bootId);

    /// <summary>Latest scanned first.</summary>
    IReadOnlyList<BootCursor> Cursors();

    /// <summary>Every digest that the path was seen with, earliest first.</summary>
    IReadOnlyList<ObservedDigest> Observed(HostPath path);

    /// <summary>Every path that was seen with the digest, in byte order. Reads all that was observed: for people's questions, not for a scan's.</summary>
    IReadOnlyList<ObservedDigest> Observed(Digest digest);

    ObservedDigest? Observed(HostPath path, Digest digest);

    /// <summary>Every digest that containers used at the path, or that is said to be a container's, earliest first: none of it is the host's.</summary>
    IReadOnlyList<ObservedDigest> Elsewhere(HostPath path);

    ObservedDigest? Elsewhere(HostPath path, Digest digest, Realm realm, string? container);

    /// <summary>Streams all that was observed of other realms than the host's; in no particular order.</summary>
    IEnumerable<ObservedDigest> AllElsewhere();

    /// <summary>Every digest that was ever approved for the path, earliest first.</summary>
    IReadOnlyList<Approval> Approvals(HostPath path);

    /// <summary>Every path for which the digest was ever approved, in byte order.</summary>
    IReadOnlyList<Approval> Approvals(Digest digest);

    /// <summary>Null where the digest was never approved for the path.</summary>
    Approval? Approval(HostPath path, Digest digest);

    /// <summary>As <see cref="Approval"/>, also where every generation that told of it was taken back.</summary>
    Approval? AnyApproval(HostPath path, Digest digest);

    /// <summary>What a generation moved on from and no later one approved again, in byte order of the paths.</summary>
    IReadOnlyList<Approval> Superseded();

    /// <summary>Streams; in no particular order.</summary>
    IEnumerable<ObservedDigest> AllObserved();

    /// <summary>Streams, also those that were taken back; in no particular order.</summary>
    IEnumerable<Approval> AllApprovals();

    /// <summary>In the order of kind, path and subject.</summary>
    IReadOnlyList<IncidentRecord> Incidents();

    IncidentRecord? Incident(IncidentKey key);

    /// <summary>What people decided, also in generations that were undone: by generation, then by the finding's id.</summary>
    IReadOnlyList<Decision> Decisions();

    /// <summary>In the order of their ids.</summary>
    IReadOnlyList<FindingLife> Findings();

    /// <summary>In the order of their names.</summary>
    IReadOnlyList<SinkState> Sinks();

    /// <summary>The first batch for the sink with this number or a higher one; null where there is none.</summary>
    OutboxBatch? NextBatch(string sink, long number);
}
