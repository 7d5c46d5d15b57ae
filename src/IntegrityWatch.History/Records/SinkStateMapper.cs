using IntegrityWatch.History.Outbox;
using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class SinkStateMapper() : RecordMapper<SinkState>(Collections.Sinks)
{
    public override RecordKey KeyOf(SinkState record) => RecordKey.Of(record.Name);

    public override SinkState FromDocument(BsonDocument document) => new()
    {
        Name = document.Text(Field.Sink),
        Told = document.Number(Field.Told),
        Generation = (int)(document.OptionalNumber(Field.ToldGeneration) ?? 0),
        Next = document.Number(Field.Next),
        Waiting = document.Number(Field.Waiting),
        WaitingBytes = document.Number(Field.WaitingBytes),
        Missed = document.Number(Field.Missed),
        Delivered = document.Number(Field.Delivered),
        LastDelivery = document.OptionalTime(Field.LastDelivery),
    };

    protected override void Fill(BsonDocument document, SinkState record)
    {
        document.Put(Field.Sink, record.Name);
        document.Put(Field.Told, record.Told);
        document.Put(Field.ToldGeneration, record.Generation);
        document.Put(Field.Next, record.Next);
        document.Put(Field.Waiting, record.Waiting);
        document.Put(Field.WaitingBytes, record.WaitingBytes);
        document.Put(Field.Missed, record.Missed);
        document.Put(Field.Delivered, record.Delivered);
        document.Put(Field.LastDelivery, record.LastDelivery);
    }
}
