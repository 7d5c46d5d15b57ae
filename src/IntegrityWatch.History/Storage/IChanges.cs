using IntegrityWatch.History.Records;
using LiteDB;

namespace IntegrityWatch.History.Storage;

/// <summary>What is to be put into one collection and removed from it.</summary>
internal interface IChanges
{
    string Collection { get; }

    bool IsEmpty { get; }

    RecordKey[] KeysToPut();

    RecordKey[] KeysToRemove();

    BsonDocument DocumentOf(RecordKey key);
}
