using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>A package as a document within another.</summary>
internal static class PackageNoteMapper
{
    public static void Put(this BsonDocument document, string field, PackageNote? note)
    {
        if (note is null)
            return;
        var inner = new BsonDocument();
        inner.Put(Field.Name, note.Name);
        inner.Put(Field.Version, note.Version);
        inner.Put(Field.ChangedAt, note.ChangedAt);
        inner.Put(Field.PreviousVersion, note.PreviousVersion);
        inner.Put(Field.MatchesManifest, note.MatchesManifest is { } matches ? (matches ? 1 : 0) : (long?)null);
        inner.Put(Field.IsScript, note.IsScript);
        document[field] = inner;
    }

    public static PackageNote? OptionalPackage(this BsonDocument document, string field)
    {
        if (!document.TryGetValue(field, out var value))
            return null;
        var inner = DocumentFields.Element(value, field);
        return new PackageNote
        {
            Name = inner.Text(Field.Name),
            Version = inner.Text(Field.Version),
            ChangedAt = inner.OptionalTime(Field.ChangedAt),
            PreviousVersion = inner.OptionalText(Field.PreviousVersion),
            MatchesManifest = inner.OptionalNumber(Field.MatchesManifest) is { } matches ? matches == 1 : null,
            IsScript = inner.Flag(Field.IsScript),
        };
    }
}
