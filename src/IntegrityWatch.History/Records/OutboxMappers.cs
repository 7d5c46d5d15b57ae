using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.History.Records;

internal sealed class SinkStateMapper() : RecordMapper<SinkState>(Collections.Sinks)
{
    public override RecordKey KeyOf(SinkState record) => RecordKey.Of(record.Name);

    protected override SinkState Map(DocumentMap map, SinkState? sink) => new()
    {
        Name = map.Text("sink", sink?.Name),
        Told = map.Number("told", sink?.Told),
        Generation = (int)(map.OptionalNumber("toldGeneration", sink?.Generation) ?? 0),
        Next = map.Number("next", sink?.Next),
        Waiting = map.Number("waiting", sink?.Waiting),
        WaitingBytes = map.Number("size", sink?.WaitingBytes),
        Missed = map.Number("missed", sink?.Missed),
        Delivered = map.Number("delivered", sink?.Delivered),
        LastDelivery = map.OptionalTime("delivery", sink?.LastDelivery),
    };
}

internal sealed class OutboxBatchMapper() : RecordMapper<OutboxBatch>(Collections.Outbox)
{
    public override RecordKey KeyOf(OutboxBatch record) => RecordKey.Of(record.Sink, record.Number);

    protected override OutboxBatch Map(DocumentMap map, OutboxBatch? batch) => new()
    {
        Sink = map.Text("sink", batch?.Sink),
        Number = map.Number("number", batch?.Number),
        Since = map.Time("since", batch?.Since),
        Count = (int)map.Number("count", batch?.Count),
        Sent = (int)map.Number("sent", batch?.Sent),
        Content = map.Bytes("content", batch?.Content),
    };
}
