using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Fleet.Questions;

/// <summary>The enrolled hosts that ever reported a file.</summary>
internal static class ReportingHosts
{
    private const string Count = """
        SELECT count(*) FROM integritywatch.host h WHERE EXISTS (SELECT 1 FROM integritywatch.observation o WHERE o.host = h.host)
        """;

    public static Task<long> CountAsync(StoreConnection store, CancellationToken interrupted) => store.NumberAsync(Count, [], interrupted);
}
