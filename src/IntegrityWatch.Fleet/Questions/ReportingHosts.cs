using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>The enrolled hosts that ever reported a file.</summary>
internal static class ReportingHosts
{
    private const string Count = """
        SELECT count(*) FROM integritywatch.host h WHERE EXISTS (SELECT 1 FROM integritywatch.observation o WHERE o.host = h.host)
        """;

    public static async Task<long> CountAsync(StoreConnection store, CancellationToken interrupted) =>
        (long)(await store.ScalarAsync(Count, [], interrupted).ConfigureAwait(false))!;
}
