using System.Diagnostics;
using IntegrityWatch.Evidence;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// A document that is being filled from a record, or read into one. Each method names a field once for both ways: it is given what the record holds,
/// which only filling looks at, and gives what the document holds. Reading what is not there, or is of another type, is an <see
/// cref="InvalidDataException"/>.
/// The names are short, because LiteDB stores them in every document, and different in more than case. A field whose value is null, false or empty is
/// left out. Times are UTC ticks of 100 ns, since LiteDB's own dates keep only milliseconds; paths are bytes.
/// </summary>
internal sealed class DocumentMap(BsonDocument document, bool isReading)
{
    public bool IsReading => isReading;

    public static InvalidDataException Missing(string field) => new($"a document has no proper field {field}");

    public string? OptionalText(string field, string? text)
    {
        if (isReading)
            return Find(field, BsonType.String)?.AsString;
        if (text is not null)
            Set(field, text);
        return text;
    }

    public string Text(string field, string? text) => OptionalText(field, text) ?? throw Missing(field);

    /// <summary>A text that is left out where it is empty.</summary>
    public string TextOrEmpty(string field, string? text) => OptionalText(field, text is "" ? null : text) ?? "";

    public long? OptionalNumber(string field, long? number)
    {
        if (isReading)
            return Find(field, BsonType.Int64)?.AsInt64;
        if (number is { } known)
            Set(field, known);
        return number;
    }

    public long Number(string field, long? number) => OptionalNumber(field, number) ?? throw Missing(field);

    /// <summary>In ticks of 100 ns; left out where it is none.</summary>
    public TimeSpan Duration(string field, TimeSpan? duration) =>
        new(OptionalNumber(field, duration is null || duration == TimeSpan.Zero ? null : duration.Value.Ticks) ?? 0);

    public bool Flag(string field, bool? flag)
    {
        if (isReading)
            return Find(field, BsonType.Boolean)?.AsBoolean ?? false;
        if (flag is true)
            Set(field, true);
        return flag is true;
    }

    public byte[]? OptionalBytes(string field, byte[]? bytes)
    {
        if (isReading)
            return Find(field, BsonType.Binary)?.AsBinary;
        if (bytes is not null)
            Set(field, bytes);
        return bytes;
    }

    public byte[] Bytes(string field, byte[]? bytes) => OptionalBytes(field, bytes) ?? throw Missing(field);

    public HostPath Path(string field, HostPath? path)
    {
        if (isReading)
            return new HostPath(Bytes(field, null));
        Set(field, path!.Value.Bytes.ToArray());
        return path.Value;
    }

    public DateTimeOffset Time(string field, DateTimeOffset? time) => new(Number(field, time?.UtcTicks), TimeSpan.Zero);

    public DateTimeOffset? OptionalTime(string field, DateTimeOffset? time) =>
        OptionalNumber(field, time?.UtcTicks) is { } ticks ? new(ticks, TimeSpan.Zero) : null;

    public T Named<T>(string field, T? value)
        where T : struct, Enum =>
        Enum.TryParse<T>(Text(field, value?.ToString()), out var known) ? known : throw Missing(field);

    /// <summary>In two fields, since digests of one algorithm follow one another.</summary>
    public Digest? OptionalDigest(Digest? digest)
    {
        if (OptionalText("a", digest?.Algorithm) is not { } algorithm)
            return null;
        var bytes = Bytes("d", digest?.Value);
        return digest ?? new Digest(algorithm, bytes);
    }

    public Digest Digest(Digest? digest) => OptionalDigest(digest) ?? throw Missing("a");

    public EvidenceSources Sources(EvidenceSources? sources) => (EvidenceSources)Number("s", (long?)sources);

    /// <summary>A document within this one.</summary>
    public T? Optional<T>(string field, T? record, StoredRecord<T> fields)
        where T : class
    {
        if (isReading)
            return document.TryGetValue(field, out var value) ? fields.FromDocument(value as BsonDocument ?? throw Missing(field)) : null;
        if (record is not null)
            Set(field, fields.ToDocument(record));
        return record;
    }

    /// <summary>A document within this one.</summary>
    public T? Optional<T>(string field, T? record, Func<DocumentMap, T?, T> map)
        where T : class =>
        isReading ? Find(field, BsonType.Document) is { } value ? FromDocument(field, value, map) : null
        : record is null ? null
        : Put(field, ToDocument(record, map), record);

    public T Record<T>(string field, T? record, Func<DocumentMap, T?, T> map)
        where T : class =>
        Optional(field, record, map) ?? throw Missing(field);

    public IReadOnlyList<T> Records<T>(string field, IReadOnlyList<T>? records, Func<DocumentMap, T?, T> map) =>
        List(field, records, record => ToDocument(record, map), value => FromDocument(field, value, map));

    public IReadOnlyList<HostPath> Paths(string field, IReadOnlyList<HostPath>? paths) =>
        List(field, paths, path => path.Bytes.ToArray(), value => new HostPath(Typed(field, value, BsonType.Binary).AsBinary));

    public IReadOnlyList<string> Texts(string field, IReadOnlyList<string>? texts) =>
        List(field, texts, text => text, value => Typed(field, value, BsonType.String).AsString);

    public IReadOnlyList<long> Numbers(string field, IReadOnlyList<long>? numbers) =>
        List(field, numbers, number => number, value => Typed(field, value, BsonType.Int64).AsInt64);

    /// <summary>Whether there is such a field, and of any type.</summary>
    public bool Has(string field) => document.ContainsKey(field);

    public bool HasFlag(string field) => document[field].IsBoolean;

    /// <param name="field">The field that holds it.</param>
    /// <param name="list">What the record holds.</param>
    /// <param name="put">Makes what stands in the document of a part.</param>
    /// <param name="get">Makes a part of what stands in the document; throws where that is of another type.</param>
    public IReadOnlyList<T> List<T>(string field, IReadOnlyList<T>? list, Func<T, BsonValue> put, Func<BsonValue, T> get)
    {
        if (isReading)
            return [.. ((document[field] as BsonArray) ?? throw Missing(field)).Select(get)];
        Set(field, new BsonArray(list!.Select(put)));
        return list!;
    }

    private static BsonDocument ToDocument<T>(T record, Func<DocumentMap, T?, T> map)
    {
        var inner = new BsonDocument();
        map(new DocumentMap(inner, isReading: false), record);
        return inner;
    }

    private static T FromDocument<T>(string field, BsonValue value, Func<DocumentMap, T?, T> map) =>
        map(new DocumentMap(value as BsonDocument ?? throw Missing(field), isReading: true), default);

    private T Put<T>(string field, BsonValue value, T record)
    {
        Set(field, value);
        return record;
    }

    private void Set(string field, BsonValue value)
    {
        OnlyOnce(field);
        document[field] = value;
    }

    /// <summary>Two properties under one name, of which the later one would win, are a fault of the mapper that the tests must see.</summary>
    [Conditional("DEBUG")]
    private void OnlyOnce(string field)
    {
        if (document.ContainsKey(field))
            throw new InvalidOperationException($"a document has two fields {field}");
    }

    private BsonValue? Find(string field, BsonType type) => document.TryGetValue(field, out var value) ? Typed(field, value, type) : null;

    private static BsonValue Typed(string field, BsonValue value, BsonType type) => value.Type == type ? value : throw Missing(field);
}
