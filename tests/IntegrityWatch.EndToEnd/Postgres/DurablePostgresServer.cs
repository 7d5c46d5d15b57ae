namespace IntegrityWatch.EndToEnd.Postgres;

/// <summary>One that is killed, and must know afterwards what it said that it took.</summary>
public sealed class DurablePostgresServer() : PostgresServer(isDurable: true);
