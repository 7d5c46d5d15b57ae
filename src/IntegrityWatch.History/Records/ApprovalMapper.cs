using LiteDB;

namespace IntegrityWatch.History.Records;

/// <summary>One document for each path and digest.</summary>
internal sealed class ApprovalMapper() : RecordMapper<Approval>(Collections.Approvals)
{
    public override RecordKey KeyOf(Approval record) => RecordKey.Of(record.Path, record.Digest);

    public override Approval FromDocument(BsonDocument document) => new()
    {
        Path = document.Path(Field.Path),
        Digest = document.Digest(),
        Terms = new ApprovalTerms(document.Array(Field.Terms).Select(turn => (int)DocumentFields.Number(turn, Field.Terms))),
        OnDiskSince = (int?)document.OptionalNumber(Field.OnDiskSince),
        ApprovedAt = document.Time(Field.ApprovedAt),
        PathMayHoldSpaces = document.Flag(Field.PathMayHoldSpaces),
    };

    protected override void Fill(BsonDocument document, Approval record)
    {
        document.Put(Field.Path, record.Path);
        document.Put(record.Digest);
        document[Field.Terms] = new BsonArray(record.Terms.Turns.Select(turn => new BsonValue((long)turn)));
        document.Put(Field.OnDiskSince, record.OnDiskSince);
        document.Put(Field.ApprovedAt, record.ApprovedAt);
        document.Put(Field.PathMayHoldSpaces, record.PathMayHoldSpaces);
    }
}
