using IntegrityWatch.History.Records;
using LiteDB;

namespace IntegrityWatch.History.Storage;

/// <summary>
/// One collection of a history: its published documents, and over them what an update has put and removed. Every question is answered from
/// both, so that an update sees its own writes; the last word on a key counts.
/// </summary>
/// <param name="mapper">How its records become documents.</param>
/// <param name="published">Null where the published history holds no document of it: most questions of a first scan.</param>
internal sealed class RecordCollection<T>(RecordMapper<T> mapper, DocumentStore? published) : IChanges
    where T : class
{
    private readonly Dictionary<RecordKey, Written> changes = [];

    /// <summary>All that is published, once <see cref="Load"/> has read it.</summary>
    private Dictionary<RecordKey, T>? loaded;

    /// <summary>The keys in memory by their first hash, once a range was asked for: most updates put a lot and never ask for one.</summary>
    private Dictionary<UInt128, List<RecordKey>>? neighbours;

    public string Collection => mapper.Collection;

    public bool IsEmpty => changes.Count == 0;

    public void Put(T record) => Change(mapper.KeyOf(record), record);

    public void Remove(T record) => Change(mapper.KeyOf(record), null);

    /// <summary>Reads all that is published and answers from memory from here on: for who is going to ask for nearly every record.</summary>
    public void Load()
    {
        if (loaded is not null)
            return;
        var all = new Dictionary<RecordKey, T>();
        foreach (var one in Published())
            all.Add(one.Key, one.Record);
        (loaded, neighbours) = (all, null);
    }

    public T? Find(RecordKey key)
    {
        if (changes.TryGetValue(key, out var changed))
            return changed.Record;
        if (loaded is not null)
            return loaded.GetValueOrDefault(key);
        return published?.Find(Collection, key) is { } document ? Decode(document) : null;
    }

    /// <summary>The records that another collection names, in no particular order.</summary>
    /// <exception cref="HistoryDamagedException">One of them is not there.</exception>
    public IReadOnlyList<T> FindAll(IReadOnlyCollection<RecordKey> keys)
    {
        var found = new List<T>(keys.Count);
        var unread = new List<BsonValue>();
        foreach (var key in keys)
            if (loaded is null && !changes.ContainsKey(key))
                unread.Add(key.ToBson());
            else if (Find(key) is { } record)
                found.Add(record);
        found.AddRange((published?.Find(Collection, unread) ?? []).Select(Decode));
        return found.Count == keys.Count ? found : throw HistoryFailure.Unreadable(published?.Path ?? "",
            new InvalidDataException($"{Collection} lacks {keys.Count - found.Count} documents that another collection names"));
    }

    /// <summary>The records whose keys begin with the same hash, from a key on, in the order of their keys.</summary>
    public IEnumerable<T> From(RecordKey lowest, int limit = int.MaxValue)
    {
        // A first scan asks so for the approvals of each file.
        if (published is null && changes.Count == 0)
            return [];
        var near = Neighbours(lowest);
        var found = new List<Keyed>(near.Count);
        foreach (var key in near)
            if (Find(key) is { } record)
                found.Add(new Keyed(key, record));
        if (loaded is null && published is not null)
        {
            // A published document that was removed or put anew since takes the place of one that the limit would let through.
            var most = (int)Math.Min(int.MaxValue, (long)limit + near.Count);
            foreach (var document in published.Find(Collection, lowest, lowest.HighestBeside, most))
                if (KeyOf(document) is var key && !changes.ContainsKey(key))
                    found.Add(new Keyed(key, Decode(document)));
        }
        found.Sort((one, other) => one.Key.CompareTo(other.Key));
        return found.Take(limit).Select(one => one.Record);
    }

    /// <summary>
    /// Streams, each record once: what is published in the order of its keys, then what was put, in the order in which it was put first.
    /// What is changed meanwhile is told as it was or as it is, what is added meanwhile is not.
    /// </summary>
    public IEnumerable<T> All()
    {
        var before = changes.Count;
        foreach (var (key, record) in Published())
            if (!changes.TryGetValue(key, out var changed))
                yield return record;
            else if (changed is { Record: { } now } && changed.Order >= before)
                yield return now;
        foreach (var put in Put(before))
            yield return put;
    }

    /// <summary>What was put and not removed, in the order in which it was put first.</summary>
    public IReadOnlyList<T> AllPut() => Put(changes.Count);

    public IEnumerable<IEnumerable<BsonDocument>> DocumentsToPut(int atATime)
    {
        var keys = Keys(removed: false);
        for (var start = 0; start < keys.Count; start += atATime)
            yield return Documents(keys, start, Math.Min(start + atATime, keys.Count));
    }

    public IEnumerable<BsonValue> KeysToRemove()
    {
        foreach (var key in Keys(removed: true))
            yield return key.ToBson();
    }

    private void Change(RecordKey key, T? record)
    {
        var isNew = !changes.TryGetValue(key, out var before);
        if (isNew && neighbours is not null && loaded?.ContainsKey(key) != true)
            AddNeighbour(key);
        changes[key] = new Written(record, isNew ? changes.Count : before.Order);
    }

    /// <param name="most">How many of the keys that were changed first count.</param>
    private List<T> Put(int most)
    {
        var put = new List<T>();
        foreach (var change in changes.Values)
        {
            if (most-- == 0)
                break;
            if (change.Record is { } record)
                put.Add(record);
        }
        return put;
    }

    private IEnumerable<Keyed> Published()
    {
        if (loaded is not null)
            foreach (var (key, record) in loaded)
                yield return new Keyed(key, record);
        else
            foreach (var document in published?.All(Collection) ?? [])
                yield return new Keyed(KeyOf(document), Decode(document));
    }

    private List<RecordKey> Neighbours(RecordKey lowest)
    {
        if (neighbours is null && (changes.Count > 0 || loaded is { Count: > 0 }))
        {
            neighbours = [];
            foreach (var key in changes.Keys)
                AddNeighbour(key);
            foreach (var key in loaded?.Keys.AsEnumerable() ?? [])
                if (!changes.ContainsKey(key))
                    AddNeighbour(key);
        }
        return neighbours?.TryGetValue(lowest.First, out var near) == true ? near.FindAll(key => key.CompareTo(lowest) >= 0) : [];
    }

    private void AddNeighbour(RecordKey key)
    {
        if (!neighbours!.TryGetValue(key.First, out var near))
            neighbours[key.First] = near = new List<RecordKey>(1);
        near.Add(key);
    }

    /// <summary>Each is made when it is asked for: all of a first scan's at once would take twice the memory.</summary>
    private IEnumerable<BsonDocument> Documents(List<RecordKey> keys, int start, int end)
    {
        for (var at = start; at < end; at++)
            yield return mapper.ToDocument(keys[at], changes[keys[at]].Record!);
    }

    /// <summary>In order, so that neighbours in the index become neighbours in the file.</summary>
    private List<RecordKey> Keys(bool removed)
    {
        var keys = new List<RecordKey>(changes.Count);
        foreach (var (key, change) in changes)
            if (change.Record is null == removed)
                keys.Add(key);
        keys.Sort();
        return keys;
    }

    private RecordKey KeyOf(BsonDocument document) => Read(document, one => RecordKey.FromBytes(one[RecordKey.Field].AsBinary ?? []));

    private T Decode(BsonDocument document) => Read(document, mapper.FromDocument);

    /// <summary>The checksums hold, so what does not decode was written by something else than this program.</summary>
    private TResult Read<TResult>(BsonDocument document, Func<BsonDocument, TResult> read)
    {
        try
        {
            return read(document);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw HistoryFailure.Unreadable(published?.Path ?? "", exception);
        }
    }

    /// <summary>An object, because the native compiler makes each query over values anew for every type of them.</summary>
    private sealed record Keyed(RecordKey Key, T Record);

    /// <param name="Record">Null where it was removed.</param>
    /// <param name="Order">How many keys were changed before this one.</param>
    private readonly record struct Written(T? Record, int Order);
}
