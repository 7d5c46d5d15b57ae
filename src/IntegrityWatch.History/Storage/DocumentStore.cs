using System.Buffers.Binary;
using System.Text;
using IntegrityWatch.History.Records;
using LiteDB;
using LiteDB.Engine;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// LiteDB over the pages of one history file: documents by key and by a range of keys. The engine is used without its
/// typed mapping, which trims strings, and compares bytes, where its default ignores case. One thread at a time.
/// </summary>
internal sealed class DocumentStore : IDisposable
{
    /// <summary>How much of the file's start <see cref="IsMarkedHeader"/> needs.</summary>
    public const int MarkedHeaderLength = 80;

    /// <summary>
    /// Kept by LiteDB in the header page under the name USER_VERSION: tells a history from anybody else's LiteDB file.
    /// </summary>
    private const int Mark = 0x49575348;

    private const int NameAt = 32;
    private const int MarkAt = 76;

    private const int DocumentsAtATime = 1000;
    private const int QueriesATransaction = 1024;

    private readonly LiteEngine engine;
    private readonly PageStream pages;
    private int queries;

    // Parsed once: LiteDB would otherwise take longer over the text of a query than over its answer.
    private readonly BsonExpression byKey = BsonExpression.Create("_id = @0", BsonValue.Null);
    private readonly BsonExpression byRange = BsonExpression.Create("_id BETWEEN @0 AND @1", BsonValue.Null, BsonValue.Null);
    private readonly BsonExpression byKeys = BsonExpression.Create("_id IN @0", BsonValue.Null);
    private readonly BsonExpression afterKey = BsonExpression.Create("_id > @0", BsonValue.Null);
    private readonly BsonExpression keyOnly = BsonExpression.Create("_id");

    /// <exception cref="CannotCheckException">The pages do not hold what LiteDB can read.</exception>
    public DocumentStore(PageStream pages)
    {
        this.pages = pages;
        engine = Guard(() => new LiteEngine(new EngineSettings
        {
            DataStream = pages,
            LogStream = new MemoryLog(),
            TempStream = new MemoryStream(),
            Collation = Collation.Binary,
            ReadOnly = !pages.CanWrite,
        }));
    }

    /// <summary>The file, for messages.</summary>
    public string Path => pages.Path;

    /// <summary>True for the first bytes of a LiteDB file that was made here.</summary>
    public static bool IsMarkedHeader(ReadOnlySpan<byte> start) =>
        start[NameAt..].StartsWith("** This is a LiteDB file **"u8)
        && BinaryPrimitives.ReadInt32LittleEndian(start[MarkAt..]) == Mark;

    /// <summary>Marks the file as a history.</summary>
    public void Create() => engine.Pragma(Pragmas.USER_VERSION, Mark);

    public BsonDocument? Find(string collection, RecordKey key)
    {
        byKey.Parameters["0"] = key.ToBson();
        return Run(collection, byKey).FirstOrDefault();
    }

    /// <summary>Those that are there.</summary>
    public IEnumerable<BsonDocument> Find(string collection, IEnumerable<BsonValue> keys)
    {
        foreach (var some in keys.Chunk(DocumentsAtATime))
        {
            byKeys.Parameters["0"] = new BsonArray(some);
            foreach (var document in Run(collection, byKeys))
                yield return document;
        }
    }

    /// <summary>In the order of their keys.</summary>
    public List<BsonDocument> Find(string collection, RecordKey lowest, RecordKey highest, int limit = int.MaxValue)
    {
        byRange.Parameters["0"] = lowest.ToBson();
        byRange.Parameters["1"] = highest.ToBson();
        return Run(collection, byRange, limit);
    }

    /// <summary>
    /// Every document, a thousand at a time: LiteDB holds each page that one query has touched until the query ends.
    /// </summary>
    public IEnumerable<BsonDocument> All(string collection)
    {
        var last = BsonValue.MinValue;
        List<BsonDocument> some;
        do
        {
            afterKey.Parameters["0"] = last;
            some = Run(collection, afterKey, DocumentsAtATime);
            foreach (var document in some)
                yield return document;
            last = some.Count > 0 ? some[^1][RecordKey.Field] : last;
        }
        while (some.Count == DocumentsAtATime);
    }

    public DocumentCounts Counts() => DocumentCounts.FromDocument(Find(Collections.Counts, DocumentCounts.Key));

    public long CountByReading(string collection) => Guard(() =>
    {
        var query = new Query { Select = keyOnly };
        using var reader = engine.Query(collection, query);
        var count = 0L;
        while (reader.Read())
            count++;
        return count;
    });

    /// <summary>For documents that are not there yet. Tells how many.</summary>
    public int Insert(string collection, IEnumerable<BsonDocument> documents) =>
        engine.Insert(collection, documents, BsonAutoId.ObjectId);

    /// <summary>Tells how many of the documents were not there before.</summary>
    public int Upsert(string collection, IEnumerable<BsonDocument> documents) =>
        engine.Upsert(collection, documents, BsonAutoId.ObjectId);

    /// <summary>Tells how many of the documents were there.</summary>
    public int Delete(string collection, IEnumerable<BsonValue> keys) => engine.Delete(collection, keys);

    /// <summary>Writes what was changed since the last time to the pages.</summary>
    public void Checkpoint() => engine.Checkpoint();

    public void Dispose() => engine.Dispose();

    private List<BsonDocument> Run(string collection, BsonExpression where, int limit = int.MaxValue) => Guard(() =>
    {
        HoldPages();
        var query = new Query { Limit = limit };
        query.Where.Add(where);
        using var reader = engine.Query(collection, query);
        var documents = new List<BsonDocument>();
        while (reader.Read())
            documents.Add(reader.Current.AsDocument);
        return documents;
    });

    /// <summary>
    /// One transaction around many queries halves their time, since what one has read of the index serves the next. It ends
    /// now and then, because until then LiteDB holds every page that was touched.
    /// </summary>
    private void HoldPages()
    {
        if (pages.CanWrite)
            return;
        if (queries++ % QueriesATransaction == 0)
            engine.Commit();
        engine.BeginTrans();
    }

    /// <summary>LiteDB reports what it cannot read by exceptions of any kind. What is being written is not published yet: its writer reports it.</summary>
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (!pages.CanWrite && exception is not CannotCheckException and not OutOfMemoryException)
        {
            throw HistoryFailure.Unreadable(pages.Path, exception);
        }
    }
}
