using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.History.Records;
using IntegrityWatch.History.Storage;

namespace IntegrityWatch.History;

/// <summary>Gathers changes in memory and publishes them as a whole.</summary>
internal sealed class HistoryUpdate : StoredHistory, IHistoryUpdate
{
    private readonly string path;
    private readonly DamagedFile? damaged;
    private WorkingCopy? copy;
    private bool isPublished;

    /// <param name="path">The history's.</param>
    /// <param name="published">What is there now.</param>
    /// <param name="copy">Null where the folder does not exist yet: it is created, and the lock taken, only to publish.</param>
    public HistoryUpdate(string path, PublishedFile? published, WorkingCopy? copy) : base(published)
    {
        this.path = path;
        this.copy = copy;
    }

    /// <param name="path">The history's.</param>
    /// <param name="damaged">What is there now, and is to be set aside.</param>
    /// <param name="copy">Taken before that was looked at.</param>
    public HistoryUpdate(string path, DamagedFile damaged, WorkingCopy copy) : this(path, published: null, copy) => this.damaged = damaged;

    public bool HasChanges => AllCollections.Any(collection => !collection.IsEmpty);

    public void Change(Func<HistoryState, HistoryState> change)
    {
        State = change(State);
        States.Put(State);
    }

    public void LoadApprovals() => ApprovalRecords.Load();

    public IReadOnlyList<ObservedDigest> AllPutObserved() => Observations.AllPut();

    public IReadOnlyList<IncidentRecord> AllPutIncidents() => IncidentRecords.AllPut();

    public IReadOnlyList<ObservedDigest> AllPutElsewhere() => ElsewhereRecords.AllPut();

    public void Put(ObservedDigest observed) => CollectionOf(observed).Put(observed);

    public void Remove(ObservedDigest observed) => CollectionOf(observed).Remove(observed);

    private RecordCollection<ObservedDigest> CollectionOf(ObservedDigest observed) => observed.Realm == Realm.Host ? Observations : ElsewhereRecords;

    public void Put(Approval approval)
    {
        ApprovalRecords.Put(approval);
        var key = RecordKey.Of(approval.Path, approval.Digest);
        ApprovalsByDigest.Put(new IndexEntry(key.Reversed));
        if (approval.IsSuperseded)
            SupersededApprovals.Put(new IndexEntry(key));
        else if (approval.Terms.WereSuperseded)
            SupersededApprovals.Remove(new IndexEntry(key));
    }

    public void Put(Generation generation)
    {
        GenerationRecords.Put(generation);
        Generations = InOrder(GenerationRecords.All());
    }

    public void Put(Decision decision) => DecisionRecords.Put(decision);

    public HashedFile? Hashed(HostPath path) => HashedFiles.Find(RecordKey.LowestOf(path));

    public void Put(HashedFile file) => HashedFiles.Put(file);

    public IEnumerable<HashedFile> AllHashed() => HashedFiles.All();

    public void Remove(HashedFile file) => HashedFiles.Remove(file);

    public void Put(JudgedBy policy) => Policies.Put(policy);

    public void Put(PackageVersions packages) => PackageLists.Put(packages);

    public void Put(IncidentRecord incident) => IncidentRecords.Put(incident);

    public void Put(FindingLife life) => Lives.Put(life);

    public void Remove(FindingLife life) => Lives.Remove(life);

    public void Remove(IncidentRecord incident) => IncidentRecords.Remove(incident);

    public void Put(BootCursor cursor) => BootCursors.Put(cursor);

    public void Remove(BootCursor cursor) => BootCursors.Remove(cursor);

    public void Put(AuditCursor cursor) => AuditCursors.Put(cursor);

    public void Put(SinkState sink) => SinkStates.Put(sink);

    public void Remove(SinkState sink) => SinkStates.Remove(sink);

    public void Put(OutboxBatch batch) => Batches.Put(batch);

    public void Remove(OutboxBatch batch) => Batches.Remove(batch);

    public void Publish()
    {
        if (isPublished)
            throw new InvalidOperationException("an update is published once");
        if (!HasChanges)
            return;
        copy ??= WorkingCopy.TakeInNewFolder(path);
        if (damaged is null)
            Publication.Publish(path, Published, copy, AllCollections);
        else
            Publication.Replace(path, damaged, copy, AllCollections);
        isPublished = true;
    }

    protected override void Dispose(bool disposing)
    {
        copy?.Dispose();
        base.Dispose(disposing);
    }
}
