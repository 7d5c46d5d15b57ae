using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.History.Records;
using IntegrityWatch.History.Storage;

namespace IntegrityWatch.History;

/// <summary>A published history, or the empty one where nothing has been published yet.</summary>
internal class StoredHistory : IHistory
{
    private readonly PageStream? pages;
    private readonly DocumentStore? store;

    public StoredHistory(PublishedFile? published)
    {
        Published = published;
        pages = published?.OpenPages();
        store = pages is null ? null : new DocumentStore(pages);
        try
        {
            var counts = store?.Counts() ?? new DocumentCounts();
            var collections = new List<IChanges>();
            States = Open(new HistoryStateMapper());
            GenerationRecords = Open(new GenerationMapper());
            PackageLists = Open(new PackageVersionsMapper());
            BootCursors = Open(new BootCursorMapper());
            AuditCursors = Open(new AuditCursorMapper());
            Observations = Open(new ObservedDigestMapper());
            ElsewhereRecords = Open(new ElsewhereMapper());
            ApprovalRecords = Open(new ApprovalMapper());
            ApprovalsByDigest = Open(new IndexEntryMapper(Collections.ApprovalsByDigest));
            SupersededApprovals = Open(new IndexEntryMapper(Collections.Superseded));
            IncidentRecords = Open(new IncidentMapper());
            DecisionRecords = Open(new DecisionMapper());
            Lives = Open(new FindingLifeMapper());
            SinkStates = Open(new SinkStateMapper());
            Batches = Open(new OutboxBatchMapper());
            HashedFiles = Open(new HashedFileMapper());
            Policies = Open(new JudgedByMapper());
            AllCollections = collections;
            State = States.Find(HistoryStateMapper.Key) ?? new HistoryState();
            Generations = InOrder(GenerationRecords.All());

            RecordCollection<T> Open<T>(RecordMapper<T> mapper)
                where T : class
            {
                var collection = new RecordCollection<T>(mapper, counts[mapper.Collection] > 0 ? store : null);
                collections.Add(collection);
                return collection;
            }
        }
        catch
        {
            // LiteDB's transactions must be ended on the thread that began them, not by their finalizers.
            store?.Dispose();
            throw;
        }
    }

    public bool IsEmpty => store is null;

    public HistoryState State { get; protected set; }

    public IReadOnlyList<Generation> Generations { get; protected set; }

    protected PublishedFile? Published { get; }

    /// <summary>In the order in which they are written.</summary>
    protected IReadOnlyList<IChanges> AllCollections { get; }

    protected RecordCollection<HistoryState> States { get; }

    protected RecordCollection<Generation> GenerationRecords { get; }

    protected RecordCollection<PackageVersions> PackageLists { get; }

    protected RecordCollection<BootCursor> BootCursors { get; }

    protected RecordCollection<AuditCursor> AuditCursors { get; }

    protected RecordCollection<ObservedDigest> Observations { get; }

    protected RecordCollection<ObservedDigest> ElsewhereRecords { get; }

    protected RecordCollection<Approval> ApprovalRecords { get; }

    protected RecordCollection<IndexEntry> ApprovalsByDigest { get; }

    protected RecordCollection<IndexEntry> SupersededApprovals { get; }

    protected RecordCollection<IncidentRecord> IncidentRecords { get; }

    protected RecordCollection<Decision> DecisionRecords { get; }

    protected RecordCollection<FindingLife> Lives { get; }

    protected RecordCollection<SinkState> SinkStates { get; }

    protected RecordCollection<OutboxBatch> Batches { get; }

    protected RecordCollection<HashedFile> HashedFiles { get; }

    protected RecordCollection<JudgedBy> Policies { get; }

    public JudgedBy? JudgedBy => Policies.Find(JudgedByMapper.Key);

    public PackageVersions? Packages(int generation) => PackageLists.Find(RecordKey.Of(generation));

    public BootCursor? Cursor(string bootId) => BootCursors.Find(RecordKey.Of(bootId));

    public IReadOnlyList<BootCursor> Cursors() => [.. BootCursors.All()
        .OrderByDescending(cursor => cursor.LastScanned)
        .ThenBy(cursor => cursor.BootId, StringComparer.Ordinal)];

    public ListMemory? OfList(string listId) => Cursor(listId)?.Memory;

    public IReadOnlyList<RememberedList> Lists() => [.. Cursors().Select(cursor => new RememberedList(cursor.BootId, cursor.Memory))];

    public long? EntryOf(string listId, HostPath path, Digest digest) =>
        Observed(path, digest) is { ListEntry: > 0, Boots: [.., var latest] } known && latest == listId ? known.ListEntry : null;

    public DateTimeOffset? CapturedAt => Generations is [.., var latest] ? latest.CapturedAt : null;

    public AuditPosition? OfAudit(string source) => AuditCursors.Find(RecordKey.Of(source))?.Position;

    public IReadOnlyList<Digest> LoggedContents(HostPath path, long boot) =>
        [.. Observed(path).Where(seen => seen.LastLogged?.Boot == boot).Select(seen => seen.Digest)];

    public IReadOnlyList<Digest> ListedContents(HostPath path, string listId) =>
        [.. Observed(path).Where(seen => seen.Boots.Contains(listId)).Select(seen => seen.Digest)];

    public IReadOnlyList<ObservedDigest> Observed(HostPath path) =>
        [.. Observations.From(RecordKey.LowestOf(path))
            .Where(observed => observed.Path == path)
            .OrderBy(observed => observed.FirstSeen).ThenBy(observed => observed.Digest.ToString(), StringComparer.Ordinal)];

    public IReadOnlyList<ObservedDigest> Observed(Digest digest) =>
        [.. Observations.All()
            .Where(observed => observed.Digest.Equals(digest))
            .OrderBy(observed => observed.Path)];

    public ObservedDigest? Observed(HostPath path, Digest digest) => Observations.Find(RecordKey.Of(path, digest));

    public IReadOnlyList<ObservedDigest> Elsewhere(HostPath path) =>
        [.. ElsewhereRecords.From(RecordKey.LowestOf(path))
            .Where(observed => observed.Path == path)
            .OrderBy(observed => observed.FirstSeen).ThenBy(observed => $"{observed.Digest} {observed.Container}", StringComparer.Ordinal)];

    public ObservedDigest? Elsewhere(HostPath path, Digest digest, Realm realm, string? container) =>
        ElsewhereRecords.Find(RecordKey.Of(path, digest, realm, container));

    public IEnumerable<ObservedDigest> AllElsewhere() => ElsewhereRecords.All();

    public IReadOnlyList<Approval> Approvals(HostPath path) =>
        [.. ApprovalRecords.From(RecordKey.LowestOf(path))
            .Where(approval => approval.Path == path && !approval.IsVoid)
            .OrderBy(approval => approval.ApprovedAt).ThenBy(approval => approval.Digest.ToString(), StringComparer.Ordinal)];

    public IReadOnlyList<Approval> Approvals(Digest digest) =>
        [.. ApprovalRecords.FindAll([.. ApprovalsByDigest.From(RecordKey.LowestOf(digest)).Select(entry => entry.Key.Reversed)])
            .Where(approval => approval.Digest.Equals(digest) && !approval.IsVoid)
            .OrderBy(approval => approval.Path)];

    public Approval? Approval(HostPath path, Digest digest) => AnyApproval(path, digest) is { IsVoid: false } known ? known : null;

    public Approval? AnyApproval(HostPath path, Digest digest) => ApprovalRecords.Find(RecordKey.Of(path, digest));

    public IReadOnlyList<Approval> Superseded() =>
        [.. ApprovalRecords.FindAll([.. SupersededApprovals.All().Select(entry => entry.Key)])
            .OrderBy(approval => approval.Path).ThenBy(approval => approval.Digest.ToString(), StringComparer.Ordinal)];

    public IEnumerable<ObservedDigest> AllObserved() => Observations.All();

    public IEnumerable<Approval> AllApprovals() => ApprovalRecords.All();

    public IReadOnlyList<IncidentRecord> Incidents() =>
        [.. IncidentRecords.All().OrderBy(incident => incident.Key.Kind, StringComparer.Ordinal).ThenBy(incident => incident.Key.Path)
            .ThenBy(incident => incident.Key.Subject, StringComparer.Ordinal)];

    public IncidentRecord? Incident(IncidentKey key) => IncidentRecords.Find(RecordKey.Of(key));

    public IReadOnlyList<Decision> Decisions() =>
        [.. DecisionRecords.All().OrderBy(decision => decision.Generation).ThenBy(decision => decision.FindingId, StringComparer.Ordinal)
            .ThenBy(decision => decision.Verb)];

    public IReadOnlyList<FindingLife> Findings() => [.. Lives.All().OrderBy(finding => finding.Id, StringComparer.Ordinal)];

    public IReadOnlyList<SinkState> Sinks() => [.. SinkStates.All().OrderBy(sink => sink.Name, StringComparer.Ordinal)];

    public OutboxBatch? NextBatch(string sink, long number) => Batches.From(RecordKey.Of(sink, number), limit: 1).FirstOrDefault();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        store?.Dispose();
        pages?.Dispose();
        Published?.Dispose();
    }

    protected static IReadOnlyList<Generation> InOrder(IEnumerable<Generation> generations) =>
        [.. generations.OrderBy(generation => generation.Number)];
}
