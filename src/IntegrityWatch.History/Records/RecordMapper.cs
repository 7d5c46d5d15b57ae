using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// How one kind of record becomes a document and back. By hand, so that nothing is trimmed, rewritten or reflected upon.
/// </summary>
internal abstract class RecordMapper<T>(string collection)
    where T : class
{
    public string Collection => collection;

    public abstract RecordKey KeyOf(T record);

    /// <param name="key">What <see cref="KeyOf"/> said of the record; hashing a path twice is what takes the time.</param>
    public BsonDocument ToDocument(RecordKey key, T record)
    {
        var document = new BsonDocument { [RecordKey.Field] = key.ToBson() };
        Map(new DocumentMap(document, isReading: false), record);
        return document;
    }

    /// <exception cref="InvalidDataException">The document is not one that <see cref="ToDocument"/> made.</exception>
    public T FromDocument(BsonDocument document) => Map(new DocumentMap(document, isReading: true), null);

    /// <summary>Names each field once, for both ways.</summary>
    /// <param name="map">The document.</param>
    /// <param name="record">What the document is filled from; null where it is read.</param>
    /// <returns>What was read, or a record like the one that was given.</returns>
    protected abstract T Map(DocumentMap map, T? record);
}
