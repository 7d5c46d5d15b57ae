using IntegrityWatch.Evidence;
using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class BootCursorMapper() : RecordMapper<BootCursor>(Collections.Cursors)
{
    public override RecordKey KeyOf(BootCursor record) => RecordKey.Of(record.BootId);

    public override BootCursor FromDocument(BsonDocument document) => new()
    {
        BootId = document.Text(Field.BootId),
        Position = new ListPosition
        {
            Form = document.Text(Field.Form),
            Entries = document.Number(Field.Entries),
            Bytes = document.Number(Field.Bytes),
            PrefixDigest = document.Bytes(Field.PrefixDigest),
        },
        Replay = document.Replay(Field.Replay),
        LastScanned = document.Time(Field.LastScanned),
    };

    protected override void Fill(BsonDocument document, BootCursor record)
    {
        document.Put(Field.BootId, record.BootId);
        document.Put(Field.Form, record.Position.Form);
        document.Put(Field.Entries, record.Position.Entries);
        document.Put(Field.Bytes, record.Position.Bytes);
        document.Put(Field.PrefixDigest, record.Position.PrefixDigest);
        document.Put(Field.Replay, record.Replay);
        document.Put(Field.LastScanned, record.LastScanned);
    }
}
