using IntegrityWatch.Evidence;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>
/// Values into and out of documents. Getting what is not there, or is of another type, is an <see
/// cref="InvalidDataException"/>.
/// </summary>
internal static class DocumentFields
{
    public static void Put(this BsonDocument document, string field, string? text)
    {
        if (text is not null)
            document[field] = new BsonValue(text);
    }

    public static void PutUnlessEmpty(this BsonDocument document, string field, string text) =>
        document.Put(field, text.Length == 0 ? null : text);

    public static void Put(this BsonDocument document, string field, long? number)
    {
        if (number is { } value)
            document[field] = new BsonValue(value);
    }

    public static void Put(this BsonDocument document, string field, bool flag)
    {
        if (flag)
            document[field] = new BsonValue(true);
    }

    public static void Put(this BsonDocument document, string field, byte[] bytes) => document[field] = new BsonValue(bytes);

    public static void Put(this BsonDocument document, string field, HostPath? path)
    {
        if (path is { } value)
            document[field] = new BsonValue(value.Bytes.ToArray());
    }

    public static void Put(this BsonDocument document, string field, DateTimeOffset? time) => document.Put(field, time?.UtcTicks);

    public static void Put(this BsonDocument document, Digest? digest)
    {
        if (digest is null)
            return;
        document.Put(Field.Algorithm, digest.Algorithm);
        document.Put(Field.Digest, digest.Value);
    }

    public static bool Has(this BsonDocument document, string field) => document.ContainsKey(field);

    public static string? OptionalText(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? Typed(field, value, BsonType.String).AsString : null;

    public static string Text(this BsonDocument document, string field) => document.OptionalText(field) ?? throw Missing(field);

    public static long? OptionalNumber(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? Typed(field, value, BsonType.Int64).AsInt64 : null;

    public static long Number(this BsonDocument document, string field) => document.OptionalNumber(field) ?? throw Missing(field);

    /// <summary>A number that stands in an array.</summary>
    public static long Number(BsonValue element, string field) => Typed(field, element, BsonType.Int64).AsInt64;

    /// <summary>A text that stands in an array.</summary>
    public static string Text(BsonValue element, string field) => Typed(field, element, BsonType.String).AsString;

    /// <summary>A path that stands in an array.</summary>
    public static HostPath Path(BsonValue element, string field) => new(Typed(field, element, BsonType.Binary).AsBinary);

    public static T Named<T>(this BsonDocument document, string field)
        where T : struct, Enum =>
        Enum.TryParse<T>(document.Text(field), out var value) ? value : throw Missing(field);

    public static bool Flag(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) && Typed(field, value, BsonType.Boolean).AsBoolean;

    public static byte[]? OptionalBytes(this BsonDocument document, string field) =>
        document.TryGetValue(field, out var value) ? Typed(field, value, BsonType.Binary).AsBinary : null;

    public static byte[] Bytes(this BsonDocument document, string field) => document.OptionalBytes(field) ?? throw Missing(field);

    public static HostPath Path(this BsonDocument document, string field) => new(document.Bytes(field));

    public static HostPath? OptionalPath(this BsonDocument document, string field) =>
        document.OptionalBytes(field) is { } bytes ? new HostPath(bytes) : null;

    public static DateTimeOffset Time(this BsonDocument document, string field) => new(document.Number(field), TimeSpan.Zero);

    public static DateTimeOffset? OptionalTime(this BsonDocument document, string field) =>
        document.Has(field) ? document.Time(field) : null;

    public static EvidenceSources Sources(this BsonDocument document) => (EvidenceSources)document.Number(Field.Sources);

    public static Digest Digest(this BsonDocument document) => new(document.Text(Field.Algorithm), document.Bytes(Field.Digest));

    public static Digest? OptionalDigest(this BsonDocument document) => document.Has(Field.Algorithm) ? document.Digest() : null;

    public static BsonArray Array(this BsonDocument document, string field) => document[field] as BsonArray ?? throw Missing(field);

    /// <param name="value">A document within another, by itself or in an array.</param>
    /// <param name="field">The field that holds it.</param>
    public static BsonDocument Element(BsonValue value, string field) => value as BsonDocument ?? throw Missing(field);

    public static InvalidDataException Missing(string field) => new($"a document has no proper field {field}");

    private static BsonValue Typed(string field, BsonValue value, BsonType type) =>
        value.Type == type ? value : throw Missing(field);
}
