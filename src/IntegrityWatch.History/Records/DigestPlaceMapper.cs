using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class DigestPlaceMapper(string collection) : RecordMapper<DigestPlace>(collection)
{
    public override RecordKey KeyOf(DigestPlace record) => record.Key.Reversed;

    public override DigestPlace FromDocument(BsonDocument document) => new(RecordKey.FromBytes(document.Bytes(Field.Id)).Reversed);

    protected override void Fill(BsonDocument document, DigestPlace record)
    {
        // The key says it all.
    }
}
