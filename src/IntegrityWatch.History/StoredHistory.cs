using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History.Outbox;
using IntegrityWatch.History.Records;
using IntegrityWatch.History.Storage;
using LiteDB;

namespace IntegrityWatch.History;

/// <summary>A published history, or the empty one where nothing has been published yet.</summary>
internal class StoredHistory : IHistory
{
    protected static readonly HistoryStateMapper StateMapper = new();
    protected static readonly GenerationMapper GenerationMapper = new();
    protected static readonly PackageVersionsMapper PackagesMapper = new();
    protected static readonly BootCursorMapper CursorMapper = new();
    protected static readonly AuditCursorMapper AuditCursorMapper = new();
    protected static readonly ObservedDigestMapper ObservedMapper = new();
    protected static readonly ApprovalMapper ApprovalMapper = new();
    protected static readonly PlaceMapper ApprovalsByDigestMapper = new(Collections.ApprovalsByDigest);
    protected static readonly PlaceMapper SupersededMapper = new(Collections.Superseded);
    protected static readonly IncidentMapper IncidentMapper = new();
    protected static readonly FindingLifeMapper FindingMapper = new();
    protected static readonly SinkStateMapper SinkMapper = new();
    protected static readonly OutboxBatchMapper BatchMapper = new();

    private readonly PageStream? pages;
    private readonly DocumentStore? store;
    private readonly DocumentCounts counts;

    public StoredHistory(PublishedFile? published)
    {
        Published = published;
        pages = published?.OpenPages();
        store = pages is null ? null : new DocumentStore(pages);
        try
        {
            counts = store?.Counts() ?? new DocumentCounts();
            State = FindOne(StateMapper, HistoryStateMapper.Key) ?? new HistoryState();
            Generations = [.. All(GenerationMapper).OrderBy(generation => generation.Number)];
        }
        catch
        {
            // LiteDB's transactions must be ended on the thread that began them, not by their finalizers.
            store?.Dispose();
            throw;
        }
    }

    public bool IsEmpty => store is null;

    public HistoryState State { get; }

    public IReadOnlyList<Generation> Generations { get; }

    protected PublishedFile? Published { get; }

    public PackageVersions? Packages(int generation) => FindOne(PackagesMapper, RecordKey.Of(generation));

    public BootCursor? Cursor(string bootId) => FindOne(CursorMapper, RecordKey.Of(bootId));

    public IReadOnlyList<BootCursor> Cursors() => [.. All(CursorMapper)
        .OrderByDescending(cursor => cursor.LastScanned)
        .ThenBy(cursor => cursor.BootId, StringComparer.Ordinal)];

    public ListMemory? OfList(string listId) => Cursor(listId)?.Memory;

    public AuditPosition? OfAudit(string source) => FindOne(AuditCursorMapper, RecordKey.Of(source))?.Position;

    public IReadOnlyList<ObservedDigest> Observed(HostPath path) =>
        [.. OfPath(ObservedMapper, path)
            .Where(observed => observed.Path == path)
            .OrderBy(observed => observed.FirstSeen).ThenBy(observed => observed.Digest.ToString(), StringComparer.Ordinal)];

    public IReadOnlyList<ObservedDigest> Observed(Digest digest) =>
        [.. All(ObservedMapper)
            .Where(observed => observed.Digest.Equals(digest))
            .OrderBy(observed => observed.Path)];

    public ObservedDigest? Observed(HostPath path, Digest digest) => FindOne(ObservedMapper, RecordKey.Of(path, digest));

    public IReadOnlyList<Approval> Approvals(HostPath path) =>
        [.. OfPath(ApprovalMapper, path)
            .Where(approval => approval.Path == path)
            .OrderBy(approval => approval.ApprovedAt).ThenBy(approval => approval.Digest.ToString(), StringComparer.Ordinal)];

    public IReadOnlyList<Approval> Approvals(Digest digest) =>
        [.. At(ApprovalMapper, DecodeAll(ApprovalsByDigestMapper, StoreOf(ApprovalsByDigestMapper)?.Find(
                Collections.ApprovalsByDigest, RecordKey.LowestOf(digest), RecordKey.HighestOf(digest)))
            .Select(place => place.Key.Reversed))
            .Where(approval => approval.Digest.Equals(digest))
            .OrderBy(approval => approval.Path)];

    public IReadOnlyList<Approval> Superseded() =>
        [.. At(ApprovalMapper, All(SupersededMapper).Select(place => place.Key))
            .OrderBy(approval => approval.Path).ThenBy(approval => approval.Digest.ToString(), StringComparer.Ordinal)];

    public IEnumerable<ObservedDigest> AllObserved() => All(ObservedMapper);

    public IEnumerable<Approval> AllApprovals() => All(ApprovalMapper);

    public IReadOnlyList<IncidentRecord> Incidents() =>
        [.. All(IncidentMapper).OrderBy(incident => incident.Key.Kind, StringComparer.Ordinal).ThenBy(incident => incident.Key.Path)
            .ThenBy(incident => incident.Key.Subject, StringComparer.Ordinal)];

    public IncidentRecord? Incident(IncidentKey key) => FindOne(IncidentMapper, RecordKey.Of(key));

    public IReadOnlyList<FindingLife> Findings() =>
        [.. All(FindingMapper).OrderBy(finding => finding.Id, StringComparer.Ordinal)];

    public IReadOnlyList<SinkState> Sinks() => [.. All(SinkMapper).OrderBy(sink => sink.Name, StringComparer.Ordinal)];

    public OutboxBatch? NextBatch(string sink, long number) =>
        DecodeAll(BatchMapper, StoreOf(BatchMapper)?.Find(BatchMapper.Collection, RecordKey.Of(sink, number), RecordKey.Of(sink, long.MaxValue), limit: 1))
            .FirstOrDefault();

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

    private T? FindOne<T>(RecordMapper<T> mapper, RecordKey key)
        where T : class =>
        StoreOf(mapper)?.Find(mapper.Collection, key) is { } document ? Decode(mapper, document) : null;

    /// <summary>What places say is there.</summary>
    private List<T> At<T>(RecordMapper<T> mapper, IEnumerable<RecordKey> places)
        where T : class
    {
        var keys = places.ToList();
        var found = keys.Count == 0 ? [] : DecodeAll(mapper, StoreOf(mapper)?.Find(mapper.Collection, keys)).ToList();
        return found.Count == keys.Count ? found : throw HistoryFailure.Unreadable(Published?.Path ?? "",
            new InvalidDataException($"{mapper.Collection} lacks {keys.Count - found.Count} documents that another collection names"));
    }

    private IEnumerable<T> OfPath<T>(RecordMapper<T> mapper, HostPath path)
        where T : class =>
        DecodeAll(mapper, StoreOf(mapper)?.Find(mapper.Collection, RecordKey.LowestOf(path), RecordKey.HighestOf(path)));

    private IEnumerable<T> All<T>(RecordMapper<T> mapper)
        where T : class =>
        DecodeAll(mapper, StoreOf(mapper)?.All(mapper.Collection));

    /// <summary>Null where there is nothing to find: most lookups of a first scan.</summary>
    private DocumentStore? StoreOf<T>(RecordMapper<T> mapper)
        where T : class =>
        counts[mapper.Collection] > 0 ? store : null;

    private IEnumerable<T> DecodeAll<T>(RecordMapper<T> mapper, IEnumerable<BsonDocument>? documents)
        where T : class =>
        documents?.Select(document => Decode(mapper, document)) ?? [];

    /// <summary>The checksums hold, so what does not decode was written by something else than this program.</summary>
    private T Decode<T>(RecordMapper<T> mapper, BsonDocument document)
        where T : class
    {
        try
        {
            return mapper.FromDocument(document);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw HistoryFailure.Unreadable(Published?.Path ?? "", exception);
        }
    }
}
