using IntegrityWatch.History.Outbox;
using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class OutboxBatchMapper() : RecordMapper<OutboxBatch>(Collections.Outbox)
{
    public override RecordKey KeyOf(OutboxBatch record) => RecordKey.Of(record.Sink, record.Number);

    public override OutboxBatch FromDocument(BsonDocument document) => new()
    {
        Sink = document.Text(Field.Sink),
        Number = document.Number(Field.Number),
        Since = document.Time(Field.Since),
        Count = (int)document.Number(Field.Count),
        Sent = (int)document.Number(Field.Sent),
        Content = document.Bytes(Field.Content),
    };

    protected override void Fill(BsonDocument document, OutboxBatch record)
    {
        document.Put(Field.Sink, record.Sink);
        document.Put(Field.Number, record.Number);
        document.Put(Field.Since, record.Since);
        document.Put(Field.Count, record.Count);
        document.Put(Field.Sent, record.Sent);
        document.Put(Field.Content, record.Content);
    }
}
