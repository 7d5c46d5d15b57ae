using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class GenerationMapper() : RecordMapper<Generation>(Collections.Generations)
{
    public override RecordKey KeyOf(Generation record) => RecordKey.Of(record.Number);

    public override Generation FromDocument(BsonDocument document) => new()
    {
        Number = (int)document.Number(Field.Number),
        Name = document.OptionalText(Field.Name),
        Origin = document.Named<GenerationOrigin>(Field.Origin),
        Reason = document.OptionalText(Field.Reason),
        By = document.OptionalText(Field.By),
        CapturedAt = document.Time(Field.CapturedAt),
        EvidenceAt = document.Time(Field.EvidenceAt),
        BootId = document.OptionalText(Field.BootId),
        Paths = (int)document.Number(Field.Paths),
        Content = document.Text(Field.Content),
        Chain = document.Text(Field.Chain),
    };

    protected override void Fill(BsonDocument document, Generation record)
    {
        document.Put(Field.Number, record.Number);
        document.Put(Field.Name, record.Name);
        document.Put(Field.Origin, record.Origin.ToString());
        document.Put(Field.Reason, record.Reason);
        document.Put(Field.By, record.By);
        document.Put(Field.CapturedAt, record.CapturedAt);
        document.Put(Field.EvidenceAt, record.EvidenceAt);
        document.Put(Field.BootId, record.BootId);
        document.Put(Field.Paths, record.Paths);
        document.Put(Field.Content, record.Content);
        document.Put(Field.Chain, record.Chain);
    }
}
