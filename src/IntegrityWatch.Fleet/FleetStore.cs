using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Fleet.Questions;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Fleet.Answers;

namespace IntegrityWatch.Fleet;

/// <summary>The central store, for whoever asks it about the fleet. Every method throws <see cref="CannotCheckException"/> where it cannot answer.</summary>
public sealed class FleetStore : IDisposable
{
    private readonly StoreAddress address;
    private readonly StoreConnection connection;
    private readonly CancellationToken interrupted;

    private FleetStore(StoreAddress address, StoreConnection connection, CancellationToken interrupted) =>
        (this.address, this.connection, this.interrupted) = (address, connection, interrupted);

    /// <summary>The role that asks.</summary>
    public string Role => connection.Role;

    /// <exception cref="CannotCheckException">It cannot be reached, does not let the role in, or has not the tables that this program needs.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static FleetStore Open(StoreAddress address, CancellationToken interrupted) => Guard(address, async () =>
    {
        var connection = await StoreConnection.OpenAsync(address, interrupted).ConfigureAwait(false);
        try
        {
            await connection.RequireSchemaAsync(interrupted).ConfigureAwait(false);
            return new FleetStore(address, connection, interrupted);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }, interrupted);

    /// <summary>Who reported when, with which status.</summary>
    /// <param name="silentAfter">A host that did not report for longer is silent; null for what its own policy allows, a week at most.</param>
    public FleetHosts Hosts(TimeSpan? silentAfter) => Guard(() => HostsQuestion.AskAsync(connection, silentAfter, interrupted));

    /// <summary>Which hosts were not looked at, or contradict themselves.</summary>
    /// <inheritdoc cref="Hosts"/>
    /// <param name="silentAfter">See there.</param>
    /// <param name="host">Only this host; null for all.</param>
    public FleetSight Sight(TimeSpan? silentAfter, string? host) => FleetSight.Of(Hosts(silentAfter), host);

    /// <summary>On how many hosts a path was seen: as the first of its spellings that any host has.</summary>
    public FleetPrevalence Prevalence(IReadOnlyList<HostPath> spellings) => Guard(() => PrevalenceQuestion.OfPathAsync(connection, spellings, interrupted));

    /// <summary>On how many hosts any of the digests was seen.</summary>
    public FleetPrevalence Prevalence(IReadOnlyList<Digest> digests) => Guard(() => PrevalenceQuestion.OfDigestsAsync(connection, digests, interrupted));

    /// <summary>What is on few hosts only.</summary>
    /// <param name="mostHosts">How few.</param>
    /// <param name="since">Only what was reported then or later, by the store's clock; null for all.</param>
    /// <param name="most">How many to tell of.</param>
    public FleetOutliers Outliers(int mostHosts, DateTimeOffset? since, int most) =>
        Guard(() => OutliersQuestion.AskAsync(connection, mostHosts, since, most, interrupted));

    /// <summary>What is open, by what each host told last.</summary>
    /// <param name="question">Only what this asks for.</param>
    /// <param name="host">Only of this host; null for all.</param>
    /// <param name="most">How many to tell of.</param>
    public FleetFindings Findings(HistoryQuestion question, string? host, int most) => Guard(() => FindingsQuestion.AskAsync(connection, question, host, most, interrupted));

    /// <summary>What hosts approved, and what was approved for groups.</summary>
    /// <param name="host">Only of this host; null for all.</param>
    public FleetGenerations Generations(string? host) => Guard(() => GenerationsQuestion.AskAsync(connection, host, interrupted));

    /// <summary>The latest generation of a group; null where none was approved.</summary>
    public StoredGeneration? LatestOf(string group) => Guard(() => GroupGenerations.LatestAsync(connection, group, interrupted));

    /// <summary>Approves an exported generation for a group. Tells its number there.</summary>
    public int Approve(string group, byte[] document, byte[] signature, string? reason) =>
        Guard(() => GroupGenerations.AddAsync(connection, group, document, signature, reason, interrupted));

    public void Dispose() => connection.Dispose();

    private T Guard<T>(Func<Task<T>> work) => Guard(address, work, interrupted);

    internal static T Guard<T>(StoreAddress address, Func<Task<T>> work, CancellationToken interrupted)
    {
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (Exception fault) when (!interrupted.IsCancellationRequested && StoreProblem.Of(fault) is not null)
        {
            throw StoreProblem.Fault(address, fault);
        }
        // Npgsql wraps the interruption of what the server was asked.
        catch (Exception fault) when (interrupted.IsCancellationRequested && fault is not CannotCheckException)
        {
            throw new OperationCanceledException(fault.Message, fault, interrupted);
        }
    }
}
