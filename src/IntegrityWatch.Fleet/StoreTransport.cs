using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Fleet;

/// <summary>
/// Adds rows to the store, all messages at hand in one transaction. What is there already stays as it is, so that sending it again, after a connection
/// that broke in the moment of the commit, changes nothing.
/// </summary>
internal sealed class StoreTransport(StoreAddress address) : ITransport
{
    private StoreConnection? connection;

    public async Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        var rows = messages.Select(StoreRow.Decode).ToList();
        try
        {
            connection ??= await StoreConnection.OpenAsync(address, deadline).ConfigureAwait(false);
            await connection.RequireSchemaAsync(deadline).ConfigureAwait(false);
            return await AddAsync(connection, rows, deadline).ConfigureAwait(false);
        }
        catch (CannotCheckException fault)
        {
            return new TransportOutcome { Taken = 0, Problem = fault.Message };
        }
        catch (Exception fault) when (StoreProblem.Of(fault) is { } problem)
        {
            Close();
            return new TransportOutcome { Taken = 0, Problem = problem };
        }
    }

    public void Close()
    {
        connection?.Dispose();
        connection = null;
    }

    private static async Task<TransportOutcome> AddAsync(StoreConnection connection, List<StoreRow?> rows, CancellationToken deadline)
    {
        var answer = $"{connection.Server}, as {connection.Role}";
        try
        {
            var fitting = rows.OfType<StoreRow>().Where(row => row.Fits).ToList();
            await RowInsertion.AddAsync(connection, fitting, deadline).ConfigureAwait(false);
            return new TransportOutcome
            {
                Taken = rows.Count,
                Refused = rows.Count - fitting.Count,
                Problem = fitting.Count < rows.Count ? "no table takes it" : null,
                Answer = answer,
            };
        }
        catch (Exception fault) when (StoreProblem.IsOfTheRows(fault) && rows.Count > 1)
        {
            return await AddOneByOneAsync(connection, rows, answer, deadline).ConfigureAwait(false);
        }
        catch (Exception fault) when (StoreProblem.IsOfTheRows(fault))
        {
            return new TransportOutcome { Taken = 1, Refused = 1, Problem = StoreProblem.Of(fault), Answer = answer };
        }
    }

    /// <summary>One row that the store never takes must not hold up all that come after it.</summary>
    private static async Task<TransportOutcome> AddOneByOneAsync(
        StoreConnection connection, List<StoreRow?> rows, string answer, CancellationToken deadline)
    {
        var (refused, problem) = (0, (string?)null);
        foreach (var row in rows)
        {
            var outcome = await AddAsync(connection, [row], deadline).ConfigureAwait(false);
            refused += outcome.Refused;
            problem ??= outcome.Problem;
        }
        return new TransportOutcome { Taken = rows.Count, Refused = refused, Problem = problem, Answer = answer };
    }
}
