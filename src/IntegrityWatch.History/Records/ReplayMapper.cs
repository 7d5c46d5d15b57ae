using IntegrityWatch.Evidence.Tpm;
using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>How far a list has been replayed, as a document within that of its cursor.</summary>
internal static class ReplayMapper
{
    public static void Put(this BsonDocument document, string field, ReplayState state)
    {
        var inner = new BsonDocument();
        inner.Put(Field.Entries, state.Entries);
        inner.Put(Field.Faults, state.Faults);
        inner[Field.Pcrs] = new BsonArray(state.Pcrs.Select(ToDocument));
        if (state.FirstFault is { } fault)
            inner[Field.FirstFault] = ToDocument(fault);
        document[field] = inner;
    }

    public static ReplayState Replay(this BsonDocument document, string field)
    {
        var inner = DocumentFields.Element(document[field], field);
        return new ReplayState
        {
            Entries = inner.Number(Field.Entries),
            Faults = inner.Number(Field.Faults),
            Pcrs = [.. inner.Array(Field.Pcrs).Select(ToPcr)],
            FirstFault = inner.Has(Field.FirstFault) ? ToEntry(inner[Field.FirstFault]) : null,
        };
    }

    private static BsonDocument ToDocument(PcrState pcr)
    {
        var document = new BsonDocument();
        document.Put(Field.Algorithm, pcr.Algorithm);
        document.Put(Field.Pcr, pcr.Pcr);
        document.Put(Field.PcrForm, (long)pcr.Form);
        document.Put(Field.LastEntry, pcr.LastEntry);
        document.Put(Field.Value, pcr.Value);
        document.Put(Field.MatchedAt, pcr.MatchedAt);
        document.Put(Field.MatchedValue, pcr.MatchedValue);
        document.Put(Field.Unproven, pcr.Unproven);
        return document;
    }

    private static PcrState ToPcr(BsonValue value)
    {
        var document = DocumentFields.Element(value, Field.Pcrs);
        return new PcrState
        {
            Algorithm = document.Text(Field.Algorithm),
            Pcr = (int)document.Number(Field.Pcr),
            Form = (PcrForm)document.Number(Field.PcrForm),
            LastEntry = document.Number(Field.LastEntry),
            Value = document.Bytes(Field.Value),
            MatchedAt = document.OptionalNumber(Field.MatchedAt),
            MatchedValue = document.Bytes(Field.MatchedValue),
            Unproven = document.Number(Field.Unproven),
        };
    }

    private static BsonDocument ToDocument(ListEntry entry)
    {
        var document = new BsonDocument();
        document.Put(Field.Number, entry.Number);
        document.Put(Field.Offset, entry.Offset);
        document.Put(Field.Path, entry.Name);
        return document;
    }

    private static ListEntry ToEntry(BsonValue value)
    {
        var document = DocumentFields.Element(value, Field.FirstFault);
        return new ListEntry(document.Number(Field.Number), document.Number(Field.Offset), document.Path(Field.Path));
    }
}
