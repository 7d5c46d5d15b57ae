using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>
/// Forty hosts with 200 files each: most are of packages, some are generated on each host. One host got a package's next version before all others,
/// and another has a trojan.
/// </summary>
public sealed class SimulatedFleet : IDisposable
{
    public const int Hosts = 40, Trojan = 17, Early = 3, Packaged = 180, Files = 200;

    private readonly PostgresServer server = new();
    private readonly Lazy<SomeStore> store;

    public SimulatedFleet() => store = new Lazy<SomeStore>(Make);

    internal SomeStore Store => store.Value;

    public static string TrojanPath => "/usr/sbin/tool-100";

    public static string NameOf(int host) => $"web{host:00}";

    public void Dispose() => server.Dispose();

    internal static IEnumerable<StoreRow> RowsOf(int host)
    {
        for (var file = 0; file < Files; file++)
        {
            var version = host == Early && file / 20 == 2 ? 2 : 1;
            yield return file >= Packaged ? SomeRow.Observed($"/var/cache/made-{file}", $"made on {host} {file}")
                : host == Trojan && file == 100 ? SomeRow.Observed(TrojanPath, "trojan", "tools 1.0") with { MatchesPackage = false }
                : SomeRow.Observed($"/usr/sbin/tool-{file}", Content(file, version), $"tools {version}.0");
        }
        yield return SomeRow.Scan();
    }

    public static string Content(int file, int version = 1) => $"tool {file} version {version}";

    private SomeStore Make()
    {
        var made = new SomeStore(server);
        var lines = made.Administer(administration => Enumerable.Range(1, Hosts).Select(host => administration.Enrol(made.Named(NameOf(host)))).ToList());
        var file = made.Database.PasswordFile(string.Join('\n', lines));
        for (var host = 1; host <= Hosts; host++)
            SomeStore.ReportAsync(SomeStore.Address(made.Database.Address(made.Named(NameOf(host)), file)), [.. RowsOf(host)]).GetAwaiter().GetResult();
        return made;
    }
}
