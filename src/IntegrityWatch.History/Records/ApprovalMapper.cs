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
        Generation = (int)document.Number(Field.Generation),
        SupersededIn = (int?)document.OptionalNumber(Field.SupersededIn),
        WasOnDisk = document.Flag(Field.WasOnDisk),
        ApprovedAt = document.Time(Field.ApprovedAt),
        PathMayHoldSpaces = document.Flag(Field.PathMayHoldSpaces),
        Reason = document.OptionalText(Field.Reason),
    };

    protected override void Fill(BsonDocument document, Approval record)
    {
        document.Put(Field.Path, record.Path);
        document.Put(record.Digest);
        document.Put(Field.Generation, record.Generation);
        document.Put(Field.SupersededIn, record.SupersededIn);
        document.Put(Field.WasOnDisk, record.WasOnDisk);
        document.Put(Field.ApprovedAt, record.ApprovedAt);
        document.Put(Field.PathMayHoldSpaces, record.PathMayHoldSpaces);
        document.Put(Field.Reason, record.Reason);
    }
}
