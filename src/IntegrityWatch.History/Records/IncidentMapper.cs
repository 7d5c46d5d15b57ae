using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each kind, path and subject.</summary>
internal sealed class IncidentMapper() : RecordMapper<IncidentRecord>(Collections.Incidents)
{
    public override RecordKey KeyOf(IncidentRecord record) => RecordKey.Of(record.Key);

    public override IncidentRecord FromDocument(BsonDocument document) => new()
    {
        Key = new IncidentKey(document.Text(Field.Kind), document.Path(Field.Path), document.OptionalText(Field.Subject) ?? ""),
        Digest = document.OptionalDigest(),
        Count = document.Number(Field.Count),
        FirstSeen = document.Time(Field.FirstSeen),
        LastSeen = document.Time(Field.LastSeen),
        Sources = document.Sources(),
        Cause = document.OptionalText(Field.Cause),
        Process = document.OptionalProcess(Field.Process),
    };

    protected override void Fill(BsonDocument document, IncidentRecord record)
    {
        document.Put(Field.Kind, record.Key.Kind);
        document.Put(Field.Path, record.Key.Path);
        document.PutUnlessEmpty(Field.Subject, record.Key.Subject);
        document.Put(record.Digest);
        document.Put(Field.Count, record.Count);
        document.Put(Field.FirstSeen, record.FirstSeen);
        document.Put(Field.LastSeen, record.LastSeen);
        document.Put(Field.Sources, (long)record.Sources);
        document.Put(Field.Cause, record.Cause);
        document.Put(Field.Process, record.Process);
    }
}
