using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class GenerationMapper() : RecordMapper<Generation>(Collections.Generations)
{
    public override RecordKey KeyOf(Generation record) => RecordKey.Of(record.Number);

    public override Generation FromDocument(BsonDocument document) => new()
    {
        Number = (int)document.Number(Field.Number),
        Name = document.OptionalText(Field.Name),
        Reason = document.OptionalText(Field.Reason),
        CapturedAt = document.Time(Field.CapturedAt),
        BootId = document.OptionalText(Field.BootId),
        Paths = (int)document.Number(Field.Paths),
    };

    protected override void Fill(BsonDocument document, Generation record)
    {
        document.Put(Field.Number, record.Number);
        document.Put(Field.Name, record.Name);
        document.Put(Field.Reason, record.Reason);
        document.Put(Field.CapturedAt, record.CapturedAt);
        document.Put(Field.BootId, record.BootId);
        document.Put(Field.Paths, record.Paths);
    }
}
