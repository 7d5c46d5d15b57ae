using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class FindingLifeMapper() : RecordMapper<FindingLife>(Collections.Findings)
{
    public override RecordKey KeyOf(FindingLife record) => RecordKey.Of(record.Id);

    public override FindingLife FromDocument(BsonDocument document) => new()
    {
        Id = document.Text(Field.FindingId),
        Kind = document.Text(Field.Kind),
        Path = document.Path(Field.Path),
        Digest = document.OptionalDigest(),
        Subject = document.OptionalText(Field.Subject) ?? "",
        FoundAt = document.Time(Field.FoundAt),
        Reported = document.Flag(Field.Reported),
        ChangedIn = document.OptionalNumber(Field.ChangedIn) ?? 0,
        ReportedSeverity = document.OptionalText(Field.ReportedSeverity),
        AcceptedAt = document.OptionalTime(Field.AcceptedAt),
        AcceptedBy = document.OptionalText(Field.AcceptedBy),
        AcceptedReason = document.OptionalText(Field.AcceptedReason),
    };

    protected override void Fill(BsonDocument document, FindingLife record)
    {
        document.Put(Field.FindingId, record.Id);
        document.Put(Field.Kind, record.Kind);
        document.Put(Field.Path, record.Path);
        document.Put(record.Digest);
        document.PutUnlessEmpty(Field.Subject, record.Subject);
        document.Put(Field.FoundAt, record.FoundAt);
        document.Put(Field.Reported, record.Reported);
        document.Put(Field.ChangedIn, record.ChangedIn);
        document.Put(Field.ReportedSeverity, record.ReportedSeverity);
        document.Put(Field.AcceptedAt, record.AcceptedAt);
        document.Put(Field.AcceptedBy, record.AcceptedBy);
        document.Put(Field.AcceptedReason, record.AcceptedReason);
    }
}
