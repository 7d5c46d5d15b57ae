using IntegrityWatch.Evidence.Audit;
using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class AuditCursorMapper() : RecordMapper<AuditCursor>(Collections.AuditCursors)
{
    public override RecordKey KeyOf(AuditCursor record) => RecordKey.Of(record.Source);

    public override AuditCursor FromDocument(BsonDocument document) => new(document.Text(Field.Source), new AuditPosition
    {
        // LiteDB knows no unsigned numbers; the bits are the same.
        Device = (ulong)document.Number(Field.Device),
        Inode = (ulong)document.Number(Field.Inode),
        ReadTo = document.Number(Field.ReadTo),
        Lines = document.Number(Field.Lines),
        Fingerprint = document.Bytes(Field.Fingerprint),
        Latest = document.Number(Field.Latest),
        Lost = document.Number(Field.Lost),
        LatestSerial = (uint)document.Number(Field.LatestSerial),
        SerialGaps = [.. document.Array(Field.SerialGaps).Select(ToGap)],
        OpenEvents = [.. document.Array(Field.OpenEvents).Select(ToEvent)],
    });

    protected override void Fill(BsonDocument document, AuditCursor record)
    {
        document.Put(Field.Source, record.Source);
        document.Put(Field.Device, (long)record.Position.Device);
        document.Put(Field.Inode, (long)record.Position.Inode);
        document.Put(Field.ReadTo, record.Position.ReadTo);
        document.Put(Field.Lines, record.Position.Lines);
        document.Put(Field.Fingerprint, record.Position.Fingerprint);
        document.Put(Field.Latest, record.Position.Latest);
        document.Put(Field.Lost, record.Position.Lost);
        document.Put(Field.LatestSerial, record.Position.LatestSerial);
        document[Field.SerialGaps] = new BsonArray(record.Position.SerialGaps.Select(ToDocument));
        document[Field.OpenEvents] = new BsonArray(record.Position.OpenEvents.Select(ToDocument));
    }

    private static BsonDocument ToDocument(SerialGap gap)
    {
        var document = new BsonDocument();
        document.Put(Field.First, gap.First);
        document.Put(Field.Last, gap.Last);
        document.Put(Field.Since, gap.Since);
        return document;
    }

    private static SerialGap ToGap(BsonValue value)
    {
        var document = DocumentFields.Element(value, Field.SerialGaps);
        return new SerialGap((uint)document.Number(Field.First), (uint)document.Number(Field.Last), document.Number(Field.Since));
    }

    private static BsonDocument ToDocument(AuditOpenEvent open)
    {
        var document = new BsonDocument();
        document.Put(Field.Records, open.Records);
        document.Put(Field.Touched, open.Touched);
        document[Field.Ancestors] = new BsonArray(open.Lineage.Select(program => new BsonValue(program.Bytes.ToArray())));
        document.Put(Field.IsNewProcess, open.IsNewProcess);
        document.Put(Field.IsHeld, !open.WasTold);
        return document;
    }

    private static AuditOpenEvent ToEvent(BsonValue value)
    {
        var document = DocumentFields.Element(value, Field.OpenEvents);
        return new AuditOpenEvent
        {
            Records = document.Bytes(Field.Records),
            Touched = document.Number(Field.Touched),
            Lineage = [.. document.Array(Field.Ancestors).Select(program => DocumentFields.Path(program, Field.Ancestors))],
            IsNewProcess = document.Flag(Field.IsNewProcess),
            WasTold = !document.Flag(Field.IsHeld),
        };
    }
}
