using IntegrityWatch.History.Records;
using LiteDB;

namespace IntegrityWatch.History.Storage;

/// <summary>Records that are gathered until they are published. The last word on a key counts.</summary>
internal sealed class Changes<T>(RecordMapper<T> mapper) : IChanges
    where T : class
{
    private readonly Dictionary<RecordKey, T?> records = [];

    public string Collection => mapper.Collection;

    public bool IsEmpty => records.Count == 0;

    public void Put(T record) => records[mapper.KeyOf(record)] = record;

    public void Remove(T record) => records[mapper.KeyOf(record)] = null;

    /// <summary>In order, so that neighbours in the index become neighbours in the file.</summary>
    public RecordKey[] KeysToPut() => Keys(removed: false);

    public RecordKey[] KeysToRemove() => Keys(removed: true);

    public BsonDocument DocumentOf(RecordKey key) =>
        mapper.ToDocument(key, records[key] ?? throw new InvalidOperationException("what is removed has no document"));

    private RecordKey[] Keys(bool removed)
    {
        var keys = records.Where(entry => entry.Value is null == removed).Select(entry => entry.Key).ToArray();
        Array.Sort(keys);
        return keys;
    }
}
