using System.Net.Sockets;
using IntegrityWatch.Delivery.Transports;
using Npgsql;

namespace IntegrityWatch.Fleet.Store;

/// <summary>What went wrong with the store, in some words in lower case. SQLSTATE codes: PostgreSQL manual, appendix A.</summary>
internal static class StoreProblem
{
    private const string NotPrepared = "the store is not prepared";

    /// <summary>Null for what is no failure of the network or the store, but a defect here.</summary>
    public static string? Of(Exception fault) => fault switch
    {
        PostgresException told => Of(told),
        OperationCanceledException or TimeoutException => Problem.OutOfTime,
        NpgsqlException { InnerException: TimeoutException } => "no answer",
        NpgsqlException { InnerException: { } inner } => Problem.Of(inner) ?? SafeText.Sentence(inner.Message),
        NpgsqlException when fault.Message.StartsWith("No password", StringComparison.Ordinal) => "the store asks for a password, and no password file has a line for it",
        NpgsqlException => SafeText.Sentence(fault.Message),
        SocketException or IOException or InvalidDataException or UnauthorizedAccessException => Problem.Of(fault) ?? SafeText.Sentence(fault.Message),
        _ => null,
    };

    /// <summary>True where other rows may be taken, and these never: a value that no column takes, or a constraint.</summary>
    public static bool IsOfTheRows(Exception fault) =>
        fault is PostgresException { SqlState: ['2', '2' or '3', ..] };

    /// <summary>The same as an error that ends a command.</summary>
    public static CannotCheckException Fault(StoreAddress address, Exception fault) => new(
        $"store cannot be asked: {address.Location}: {Of(fault) ?? fault.Message}",
        Hint(fault),
        fault);

    private static string Hint(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "who asks has to be a member of integritywatch_reader, who approves of integritywatch_admin; prepare, enrol and retire need a role that may make roles",
        _ when Of(fault) == NotPrepared => "integritywatch fleet prepare makes its tables",
        _ => "see its address, its passfile, and who may ask it",
    };

    private static string Of(PostgresException told) => told.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "the store does not let this role in",
        PostgresErrorCodes.InvalidCatalogName => "the store has no such database",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName => NotPrepared,
        PostgresErrorCodes.InsufficientPrivilege => $"this role may not: {SafeText.Sentence(told.MessageText)}",
        PostgresErrorCodes.TooManyConnections => "the store has too many connections",
        PostgresErrorCodes.DiskFull => "the store's disk is full",
        _ => SafeText.Sentence(told.MessageText),
    };
}
