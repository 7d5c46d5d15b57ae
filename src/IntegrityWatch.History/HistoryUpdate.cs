using IntegrityWatch.History.Outbox;
using IntegrityWatch.History.Records;
using IntegrityWatch.History.Storage;

namespace IntegrityWatch.History;

/// <summary>Gathers changes in memory and publishes them as a whole.</summary>
internal sealed class HistoryUpdate : StoredHistory, IHistoryUpdate
{
    private readonly string path;
    private readonly Changes<HistoryState> states = new(StateMapper);
    private readonly Changes<Generation> generations = new(GenerationMapper);
    private readonly Changes<PackageVersions> packages = new(PackagesMapper);
    private readonly Changes<BootCursor> cursors = new(CursorMapper);
    private readonly Changes<AuditCursor> auditCursors = new(AuditCursorMapper);
    private readonly Changes<ObservedDigest> observations = new(ObservedMapper);
    private readonly Changes<Approval> approvals = new(ApprovalMapper);
    private readonly Changes<Place> approvalsByDigest = new(ApprovalsByDigestMapper);
    private readonly Changes<Place> superseded = new(SupersededMapper);
    private readonly Changes<IncidentRecord> incidents = new(IncidentMapper);
    private readonly Changes<FindingLife> findings = new(FindingMapper);

    private readonly Changes<SinkState> sinks = new(SinkMapper);
    private readonly Changes<OutboxBatch> batches = new(BatchMapper);

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

    public bool HasChanges => Changes.Any(changes => !changes.IsEmpty);

    private IEnumerable<IChanges> Changes =>
        [states, generations, packages, cursors, auditCursors, observations, approvals, approvalsByDigest, superseded,
        incidents, findings, sinks, batches];

    public void Put(ObservedDigest observed) => observations.Put(observed);

    public void Remove(ObservedDigest observed) => observations.Remove(observed);

    public void Put(Approval approval)
    {
        approvals.Put(approval);
        var key = ApprovalMapper.KeyOf(approval);
        approvalsByDigest.Put(new Place(key.Reversed));
        if (approval.IsSuperseded)
            superseded.Put(new Place(key));
        else if (approval.Terms.WereSuperseded)
            superseded.Remove(new Place(key));
    }

    public void Put(Generation generation) => generations.Put(generation);

    public void Put(PackageVersions versions) => packages.Put(versions);

    public void Put(IncidentRecord incident) => incidents.Put(incident);

    public void Put(FindingLife life) => findings.Put(life);

    public void Remove(FindingLife life) => findings.Remove(life);

    public void Remove(IncidentRecord incident) => incidents.Remove(incident);

    public void Put(BootCursor cursor) => cursors.Put(cursor);

    public void Remove(BootCursor cursor) => cursors.Remove(cursor);

    public void Put(AuditCursor cursor) => auditCursors.Put(cursor);

    public void Put(HistoryState state) => states.Put(state);

    public void Put(SinkState sink) => sinks.Put(sink);

    public void Remove(SinkState sink) => sinks.Remove(sink);

    public void Put(OutboxBatch batch) => batches.Put(batch);

    public void Remove(OutboxBatch batch) => batches.Remove(batch);

    public void Publish()
    {
        if (isPublished)
            throw new InvalidOperationException("an update is published once");
        if (!HasChanges)
            return;
        copy ??= WorkingCopy.TakeInNewFolder(path);
        if (damaged is null)
            Publication.Publish(path, Published, copy, Changes);
        else
            Publication.Replace(path, damaged, copy, Changes);
        isPublished = true;
    }

    protected override void Dispose(bool disposing)
    {
        copy?.Dispose();
        base.Dispose(disposing);
    }
}
