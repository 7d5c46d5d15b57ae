using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>What stands out in a fleet, and what is everywhere.</summary>
public sealed class SimulatedFleetTests(SimulatedFleet fleet) : IClassFixture<SimulatedFleet>
{
    private SomeStore Store => fleet.Store;

    [Fact]
    public void A_trojan_is_the_first_outlier()
    {
        var outliers = Store.Ask(store => store.Outliers(1, null, 1000));

        var first = outliers.Outliers[0];
        Assert.Equal((Store.Named(SimulatedFleet.NameOf(SimulatedFleet.Trojan)), SimulatedFleet.TrojanPath), (first.Host, PathOf(first.Path)));
        Assert.Equal((Severity.Medium, 1L, 40L, 39L), (first.Severity, first.Hosts, first.HostsWithPath, first.HostsWithCommon));
        Assert.Equal(Some.DigestOf(SimulatedFleet.Content(100)), first.Common);
        Assert.Equal(Verdict.Warning, outliers.Verdict);
    }

    [Fact]
    public void What_a_package_accounts_for_and_what_every_host_makes_for_itself_stand_below_it()
    {
        var outliers = Store.Ask(store => store.Outliers(1, null, 1000)).Outliers;

        Assert.Equal(1 + (40 * 20) + 20, outliers.Count);
        Assert.All(outliers.Skip(1).Take(40 * 20), made => Assert.StartsWith("/var/cache/", PathOf(made.Path), StringComparison.Ordinal));
        Assert.All(outliers.Skip(1).Take(40 * 20), made => Assert.Equal(Severity.Low, made.Severity));
        Assert.All(outliers.Skip(1 + (40 * 20)), early => Assert.Equal((Severity.Info, "tools 2.0"), (early.Severity, early.Package)));
    }

    [Fact]
    public void What_is_left_out_is_counted()
    {
        var outliers = Store.Ask(store => store.Outliers(1, null, 5));

        Assert.Equal((5, 816L, 40L), (outliers.Outliers.Count, outliers.LeftOut, outliers.Reporting));
        Assert.Empty(Store.Ask(store => store.Outliers(1, DateTimeOffset.UtcNow.AddHours(1), 5)).Outliers);
    }

    [Fact]
    public void Too_few_hosts_are_not_compared() =>
        Assert.Contains("too few hosts", Assert.Throws<CannotCheckException>(() => Store.Ask(store => store.Outliers(40, null, 5))).Message, StringComparison.Ordinal);

    [Fact]
    public void Prevalence_of_a_digest_counts_hosts()
    {
        var common = Store.Ask(store => store.Prevalence([Some.DigestOf(SimulatedFleet.Content(7)), Some.DigestOf("trojan")]));

        Assert.Equal((40L, 40L), (common.Seen, common.Reporting));
        Assert.Equal([(40L, "/usr/sbin/tool-7"), (1L, SimulatedFleet.TrojanPath)], common.Digests.Select(digest => (digest.Hosts, PathOf(digest.Path))));
        Assert.Equal(0, Store.Ask(store => store.Prevalence([Some.DigestOf("nowhere")])).Seen);
    }

    [Fact]
    public void Prevalence_of_a_path_tells_every_content_of_it_in_the_first_spelling_that_is_there()
    {
        var path = Store.Ask(store => store.Prevalence([HostPath.Of("/sbin/tool-100"), HostPath.Of(SimulatedFleet.TrojanPath)]));

        Assert.Equal((40L, 2), (path.Seen, path.Digests.Count));
        Assert.Equal([39L, 1L], path.Digests.Select(digest => digest.Hosts));
    }

    private static string PathOf(HostPath path) => System.Text.Encoding.UTF8.GetString(path.Bytes);
}
