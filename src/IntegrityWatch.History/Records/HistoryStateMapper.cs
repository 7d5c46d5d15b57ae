using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>There is one such document.</summary>
internal sealed class HistoryStateMapper() : RecordMapper<HistoryState>(Collections.Meta)
{
    public static readonly RecordKey Key = RecordKey.Of(1);

    public override RecordKey KeyOf(HistoryState record) => Key;

    public override HistoryState FromDocument(BsonDocument document) => new()
    {
        Host = document.OptionalText(Field.Host),
        LastScan = document.OptionalTime(Field.LastScan),
        Scans = document.OptionalNumber(Field.Scans) ?? 0,
        LastPruned = document.OptionalTime(Field.LastPruned),
        PackagesStamp = document.OptionalText(Field.PackagesStamp),
        PolicyFingerprint = document.OptionalText(Field.PolicyFingerprint),
        Fetched = document.Has(Field.Fetched) ? [.. document.Array(Field.Fetched).Select(ToFetched)] : [],
    };

    protected override void Fill(BsonDocument document, HistoryState record)
    {
        document.Put(Field.Host, record.Host);
        document.Put(Field.LastScan, record.LastScan);
        document.Put(Field.Scans, record.Scans);
        document.Put(Field.LastPruned, record.LastPruned);
        document.Put(Field.PackagesStamp, record.PackagesStamp);
        document.Put(Field.PolicyFingerprint, record.PolicyFingerprint);
        if (record.Fetched.Count > 0)
            document[Field.Fetched] = new BsonArray(record.Fetched.Select(ToDocument));
    }

    private static BsonDocument ToDocument(FetchedGeneration fetched)
    {
        var document = new BsonDocument();
        document.Put(Field.Name, fetched.Group);
        document.Put(Field.EvidenceAt, fetched.EvidenceAt);
        document.Put(Field.CapturedAt, fetched.CapturedAt);
        document.Put(Field.Fingerprint, fetched.Sha256);
        return document;
    }

    private static FetchedGeneration ToFetched(BsonValue value)
    {
        var document = DocumentFields.Element(value, Field.Fetched);
        return new FetchedGeneration
        {
            Group = document.Text(Field.Name),
            EvidenceAt = document.Time(Field.EvidenceAt),
            CapturedAt = document.Time(Field.CapturedAt),
            Sha256 = document.Text(Field.Fingerprint),
        };
    }
}
