using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.History;

/// <summary>
/// The one writer. Reads see what it has put and removed. That is gathered in memory and becomes the new state, whole, in <see
/// cref="Publish"/>; disposing without publishing leaves the old state untouched and no file behind.
/// </summary>
public interface IHistoryUpdate : IHistory, IHashMemory
{
    /// <summary>Changes what is true of the history as a whole, as it is by now: one change does not undo another.</summary>
    void Change(Func<HistoryState, HistoryState> change);

    /// <summary>Reads all approvals at once, and answers from memory from here on: for who asks for nearly every one of them.</summary>
    void LoadApprovals();

    /// <summary>The observations that were put and not removed, in the order in which each was put first.</summary>
    IReadOnlyList<ObservedDigest> AllPutObserved();

    /// <summary>Every file that is remembered as it was hashed; in no particular order.</summary>
    IEnumerable<HashedFile> AllHashed();

    void Remove(HashedFile file);

    /// <summary>As <see cref="AllPutObserved"/>, the incidents.</summary>
    IReadOnlyList<IncidentRecord> AllPutIncidents();

    /// <summary>As <see cref="AllPutObserved"/>, of other realms than the host's.</summary>
    IReadOnlyList<ObservedDigest> AllPutElsewhere();

    /// <summary>
    /// Adds the observation or replaces the one with the same path and digest, and of the same container where it is not the host's.
    /// </summary>
    void Put(ObservedDigest observed);

    void Remove(ObservedDigest observed);

    /// <summary>Adds the approval or replaces the one with the same path and digest.</summary>
    void Put(Approval approval);

    void Put(JudgedBy policy);

    void Put(Generation generation);

    void Put(PackageVersions packages);

    void Put(Decision decision);

    /// <summary>Adds the incident or replaces the one of the same key.</summary>
    void Put(IncidentRecord incident);

    /// <summary>Adds the finding's life or replaces the one with the same id.</summary>
    void Put(FindingLife life);

    void Remove(FindingLife life);

    void Remove(IncidentRecord incident);

    void Put(BootCursor cursor);

    void Remove(BootCursor cursor);

    void Put(AuditCursor cursor);

    void Put(SinkState sink);

    void Remove(SinkState sink);

    void Put(OutboxBatch batch);

    void Remove(OutboxBatch batch);

    /// <summary>True once something was put or removed.</summary>
    bool HasChanges { get; }

    /// <summary>
    /// Makes the gathered changes the new state, on disk and safe against a power cut when this returns.
    /// </summary>
    /// <exception cref="CannotCheckException">It could not be written (disk full, read-only); the old state stands.</exception>
    void Publish();
}
