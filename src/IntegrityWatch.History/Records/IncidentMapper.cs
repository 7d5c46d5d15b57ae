using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each path and kind.</summary>
internal sealed class IncidentMapper() : RecordMapper<IncidentRecord>(Collections.Incidents)
{
    public override RecordKey KeyOf(IncidentRecord record) => RecordKey.Of(record.Path, record.Kind);

    public override IncidentRecord FromDocument(BsonDocument document) => new()
    {
        Kind = document.Text(Field.Kind),
        Path = document.Path(Field.Path),
        Count = document.Number(Field.Count),
        FirstSeen = document.Time(Field.FirstSeen),
        LastSeen = document.Time(Field.LastSeen),
        Sources = document.Sources(),
        Cause = document.OptionalText(Field.Cause),
        Process = document.OptionalProcess(Field.Process),
    };

    protected override void Fill(BsonDocument document, IncidentRecord record)
    {
        document.Put(Field.Kind, record.Kind);
        document.Put(Field.Path, record.Path);
        document.Put(Field.Count, record.Count);
        document.Put(Field.FirstSeen, record.FirstSeen);
        document.Put(Field.LastSeen, record.LastSeen);
        document.Put(Field.Sources, (long)record.Sources);
        document.Put(Field.Cause, record.Cause);
        document.Put(Field.Process, record.Process);
    }
}
