using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each path and digest.</summary>
internal sealed class ObservedDigestMapper() : RecordMapper<ObservedDigest>(Collections.Observed)
{
    public override RecordKey KeyOf(ObservedDigest record) => RecordKey.Of(record.Path, record.Digest);

    public override ObservedDigest FromDocument(BsonDocument document)
    {
        var first = document.OptionalProcess(Field.FirstProcess);
        var boots = BootList.FromDocument(document, Field.Boots);
        var leftOut = document.OptionalNumber(Field.BootsLeftOut);
        return new ObservedDigest
        {
            Path = document.Path(Field.Path),
            Digest = document.Digest(),
            Sources = document.Sources(),
            FirstSeen = document.Time(Field.FirstSeen),
            LastSeen = document.Time(Field.LastSeen),
            Boots = boots,
            BootsLeftOut = leftOut ?? 0,
            // A full list always comes with the number, since there is one.
            BootsUncounted = document.Flag(Field.BootsUncounted) || (boots.Count == ObservedDigest.MostBoots && leftOut is null),
            ListEntry = document.OptionalNumber(Field.ListEntry) ?? 0,
            LastAudited = document.OptionalTime(Field.LastAudited),
            SignedBy = document.OptionalText(Field.SignedBy),
            FirstProcess = first,
            LatestProcess = document[Field.LatestProcess].IsBoolean ? first : document.OptionalProcess(Field.LatestProcess),
            Package = document.OptionalPackage(Field.Package),
            HasNoPackage = document.Flag(Field.HasNoPackage),
            PathMayHoldSpaces = document.Flag(Field.PathMayHoldSpaces),
            Noted = document.Flag(Field.Noted),
        };
    }

    protected override void Fill(BsonDocument document, ObservedDigest record)
    {
        document.Put(Field.Path, record.Path);
        document.Put(record.Digest);
        document.Put(Field.Sources, (long)record.Sources);
        document.Put(Field.FirstSeen, record.FirstSeen);
        document.Put(Field.LastSeen, record.LastSeen);
        if (record.Boots.Count > 0)
            document[Field.Boots] = BootList.ToArray(record.Boots);
        if (record.Boots.Count >= ObservedDigest.MostBoots)
            document.Put(Field.BootsLeftOut, record.BootCount - ObservedDigest.MostBoots);
        document.Put(Field.BootsUncounted, record.BootsUncounted);
        if (record.ListEntry > 0)
            document.Put(Field.ListEntry, record.ListEntry);
        document.Put(Field.LastAudited, record.LastAudited);
        document.Put(Field.SignedBy, record.SignedBy);
        document.Put(Field.FirstProcess, record.FirstProcess);
        // Most files are used by one process between two looks: told once, it costs half.
        if (record.FirstProcess is not null && record.LatestProcess == record.FirstProcess)
            document.Put(Field.LatestProcess, true);
        else
            document.Put(Field.LatestProcess, record.LatestProcess);
        document.Put(Field.Package, record.Package);
        document.Put(Field.HasNoPackage, record.HasNoPackage);
        document.Put(Field.PathMayHoldSpaces, record.PathMayHoldSpaces);
        document.Put(Field.Noted, record.Noted);
    }
}
