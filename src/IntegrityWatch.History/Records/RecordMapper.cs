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
        var document = new BsonDocument { [Field.Id] = key.ToBson() };
        Fill(document, record);
        return document;
    }

    /// <exception cref="InvalidDataException">The document is not one that <see cref="ToDocument"/> made.</exception>
    public abstract T FromDocument(BsonDocument document);

    protected abstract void Fill(BsonDocument document, T record);
}
