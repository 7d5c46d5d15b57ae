using IntegrityWatch.EndToEnd.Postgres;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>Tests that share one server, each in a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class StoreCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "store";
}
