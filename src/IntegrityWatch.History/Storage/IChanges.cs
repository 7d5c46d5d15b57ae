using LiteDB;

namespace IntegrityWatch.History.Storage;

/// <summary>What is to be put into one collection and removed from it.</summary>
internal interface IChanges
{
    string Collection { get; }

    bool IsEmpty { get; }

    /// <summary>In the order of their keys.</summary>
    IEnumerable<BsonDocument> DocumentsToPut();

    /// <summary>In order.</summary>
    IEnumerable<BsonValue> KeysToRemove();
}
