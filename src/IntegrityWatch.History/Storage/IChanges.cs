using LiteDB;

namespace IntegrityWatch.History.Storage;

/// <summary>What is to be put into one collection and removed from it.</summary>
internal interface IChanges
{
    string Collection { get; }

    bool IsEmpty { get; }

    /// <summary>In the order of their keys, in parts of so many. Each part streams, and is to be read before the next.</summary>
    IEnumerable<IEnumerable<BsonDocument>> DocumentsToPut(int atATime);

    /// <summary>In order.</summary>
    IEnumerable<BsonValue> KeysToRemove();
}
