using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// How many documents each collection has, in a document of their own: what is written is counted again before it is
/// published, and an empty collection need not be searched.
/// </summary>
internal sealed class DocumentCounts
{
    public static readonly RecordKey Key = RecordKey.Of(1);

    private readonly Dictionary<string, long> counts = [];

    public IEnumerable<KeyValuePair<string, long>> All => counts;

    public long this[string collection]
    {
        get => counts.GetValueOrDefault(collection);
        set => counts[collection] = value;
    }

    public static DocumentCounts FromDocument(BsonDocument? document)
    {
        var result = new DocumentCounts();
        if (document is null)
            return result;
        var map = new DocumentMap(document, isReading: true);
        foreach (var collection in document.Keys.Where(field => field != RecordKey.Field))
            result[collection] = map.Number(collection, null);
        return result;
    }

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { [RecordKey.Field] = Key.ToBson() };
        foreach (var (collection, count) in counts)
            document[collection] = count;
        return document;
    }
}
