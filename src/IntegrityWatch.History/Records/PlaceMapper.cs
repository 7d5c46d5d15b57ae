using LiteDB;

namespace IntegrityWatch.History.Records;

internal sealed class PlaceMapper(string collection) : RecordMapper<Place>(collection)
{
    public override RecordKey KeyOf(Place record) => record.Key;

    public override Place FromDocument(BsonDocument document) => new(RecordKey.FromBytes(document.Bytes(Field.Id)));

    protected override void Fill(BsonDocument document, Place record)
    {
        // The key says it all.
    }
}
