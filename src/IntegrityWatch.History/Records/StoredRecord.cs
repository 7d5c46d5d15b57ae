using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Fields;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>A record as a document within another, by the fields of it that are stored.</summary>
/// <param name="fields">All fields of such a record.</param>
/// <param name="blank">What is read into: a record of which nothing is known.</param>
internal sealed class StoredRecord<T>(IReadOnlyList<Field<T>> fields, T blank)
{
    private readonly Field<T>[] stored = [.. fields.Where(field => field.Names.Stored is not null)];

    public BsonDocument ToDocument(T record)
    {
        var document = new BsonDocument();
        foreach (var field in stored)
            if (field.Value(record) is { Kind: not FieldKind.None } value)
                document[field.Names.Stored!] = ToBson(value);
        return document;
    }

    /// <exception cref="InvalidDataException">The document is not one that <see cref="ToDocument"/> made.</exception>
    public T FromDocument(BsonDocument document)
    {
        var record = blank;
        foreach (var field in stored)
        {
            var name = field.Names.Stored!;
            if (!document.TryGetValue(name, out var value))
            {
                if (field.Names.IsRequired)
                    throw DocumentMap.Missing(name);
                continue;
            }
            try
            {
                record = field.With!(record, ToValue(name, value));
            }
            catch (InvalidOperationException)
            {
                throw DocumentMap.Missing(name);
            }
        }
        return record;
    }

    private static BsonValue ToBson(FieldValue value) => value.Kind switch
    {
        FieldKind.Text => value.Text,
        FieldKind.Number => value.Number,
        FieldKind.Flag => true,
        FieldKind.Answer => value.Answer ? 1L : 0L,
        FieldKind.Time => value.Time.UtcTicks,
        FieldKind.Path => value.Path.Bytes.ToArray(),
        FieldKind.Paths => new BsonArray(value.Paths.Select(path => new BsonValue(path.Bytes.ToArray()))),
        FieldKind.None or FieldKind.Digest or FieldKind.Texts or FieldKind.Numbers or FieldKind.Record or FieldKind.Records =>
            throw new NotSupportedException($"the history stores no {value.Kind} in a field"),
    };

    private static FieldValue ToValue(string name, BsonValue value) => value.Type switch
    {
        BsonType.String => value.AsString,
        BsonType.Int64 => value.AsInt64,
        BsonType.Boolean => value.AsBoolean,
        BsonType.Binary => new HostPath(value.AsBinary),
        BsonType.Array => FieldValue.Of([.. value.AsArray.Select(part => part.IsBinary ? new HostPath(part.AsBinary) : throw DocumentMap.Missing(name))]),
        _ => throw DocumentMap.Missing(name),
    };
}
