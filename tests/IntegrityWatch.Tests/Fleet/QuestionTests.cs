using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.EndToEnd.Postgres;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Fleet.Reports;
using IntegrityWatch.Fleet.Store;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Tests.Fleet;

/// <summary>What the store answers about hosts that are well, silent, retired, or lie.</summary>
[Collection(StoreCollection.Name)]
public sealed class QuestionTests(PostgresServer server)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SomeStore store = new(server);

    [Fact]
    public async Task A_host_is_as_its_latest_scan_says()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Scan(status: 2, critical: 1, open: "a"), SomeRow.Scan(minute: 1));
        // The clock of this one was set back: what came last counts, and not what says that it is later.
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Scan(minute: 9), SomeRow.Scan(minute: 1, status: 2, critical: 1, open: "a"));

        var hosts = store.Ask(store => store.Hosts(Day));

        Assert.Equal([("web02", Verdict.Critical), ("web01", Verdict.Ok)], hosts.Hosts.Select(host => (Short(host.Name), host.Verdict)));
        Assert.Equal(Verdict.Critical, hosts.Verdict);
        Assert.Equal(("web01", "1.2.3", 1, true, 1L), (hosts.Hosts[0].CallsItself, hosts.Hosts[0].Version, hosts.Hosts[0].Generation, hosts.Hosts[0].TpmVerified, hosts.Hosts[0].Open[Severity.Critical]));
    }

    [Fact]
    public async Task Who_is_silent_is_unknown_and_so_is_who_never_reported()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Scan());
        store.Database.Sql("UPDATE integritywatch.scan SET reported_at = now() - interval '3 days'");
        store.Enrol("web02");
        await SomeStore.ReportAsync(store.Enrol("web03"), SomeRow.Scan());

        var hosts = store.Ask(store => store.Hosts(Day));

        Assert.Equal([("web01", Verdict.Unknown), ("web02", Verdict.Unknown), ("web03", Verdict.Ok)], hosts.Hosts.Select(host => (Short(host.Name), host.Verdict)));
        Assert.Equal(Verdict.Unknown, hosts.Verdict);
        Assert.Equal((true, null), (hosts.Hosts[1].IsSilent, hosts.Hosts[1].ReportedAt));
    }

    [Fact]
    public async Task A_scan_that_could_not_judge_makes_its_host_unknown_and_says_why()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Scan(), SomeRow.Scan(minute: 1, status: 3) with { Reason = "the list cannot be read" });
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Scan(status: 2, critical: 1, open: "a") with { Reason = "nor this one" });

        var hosts = store.Ask(store => store.Hosts(null)).Hosts;

        Assert.Equal([("web02", Verdict.Critical, "nor this one"), ("web01", Verdict.Unknown, "the list cannot be read")],
            hosts.Select(host => (Short(host.Name), host.Verdict, host.Reason)));
        Assert.Equal(Verdict.Unknown, store.Ask(store => store.Sight(null, null)).Verdict);
    }

    [Theory]
    [InlineData(null, 25, false)]
    [InlineData(null, 27, true)]
    [InlineData(2, 1, false)]
    [InlineData(2, 3, true)]
    [InlineData(72, 71, false)]
    [InlineData(72, 73, true)]
    // A host that may be silent for a year by its own word is believed for a week.
    [InlineData(365 * 24, (7 * 24) - 1, false)]
    [InlineData(365 * 24, (7 * 24) + 1, true)]
    public async Task A_host_is_silent_by_its_own_policy_after_its_last_scan(int? maxAge, int age, bool isSilent)
    {
        var (arrived, scanned) = (store.Enrol("web01"), store.Enrol("web02"));
        var row = SomeRow.Scan() with { MaxAge = maxAge * 3600L };
        await SomeStore.ReportAsync(arrived, row);
        // What waited for the store is of an old scan, though it has only arrived.
        await SomeStore.ReportAsync(scanned, row with { At = DateTimeOffset.UtcNow.AddHours(-age) });
        store.Database.Sql($"UPDATE integritywatch.scan SET reported_at = now() - interval '{age} hours' WHERE host = '{store.Named("web01")}'");

        Assert.Equal([isSilent, isSilent], store.Ask(store => store.Hosts(null)).Hosts.Select(host => host.IsSilent));
        Assert.Equal(isSilent ? [store.Named("web01"), store.Named("web02")] : [], store.Ask(store => store.Sight(null, null)).Hosts.Select(host => host.Name));
        Assert.Equal([false, false], store.Ask(store => store.Hosts(TimeSpan.FromDays(30))).Hosts.Select(host => host.IsSilent));
        Assert.All(store.Ask(store => store.Hosts(TimeSpan.FromMinutes(30))).Hosts, host => Assert.True(host.IsSilent));
    }

    [Fact]
    public async Task Of_which_hosts_nothing_is_known_is_asked_of_those_that_have_to_report_and_are_asked_for()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Scan());
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Generation(1), SomeRow.Generation(1, "rewritten"), SomeRow.Scan());
        store.Enrol("web03");
        store.Enrol("web04");
        store.Retire("web04");

        FleetSight Sight(string? host) => store.Ask(asked => asked.Sight(null, host is null ? null : store.Named(host)));

        Assert.Equal(["web02", "web03"], Sight(null).Hosts.Select(host => Short(host.Name)));
        Assert.Equal((Verdict.Critical, Verdict.Ok, Verdict.Critical, Verdict.Unknown, Verdict.Ok),
            (Sight(null).Verdict, Sight("web01").Verdict, Sight("web02").Verdict, Sight("web03").Verdict, Sight("web04").Verdict));
    }

    [Fact]
    public async Task A_generation_that_is_told_otherwise_is_critical_and_the_first_stays()
    {
        var host = store.Enrol("web01");
        await SomeStore.ReportAsync(host, SomeRow.Generation(1), SomeRow.Generation(2, "two"), SomeRow.Scan());
        Assert.Equal(Verdict.Ok, store.Ask(store => store.Hosts(Day)).Verdict);

        await SomeStore.ReportAsync(host, SomeRow.Generation(2, "rewritten"), SomeRow.Scan(minute: 1));

        var told = Assert.Single(store.Ask(store => store.Hosts(Day)).Hosts);
        Assert.Equal(Verdict.Critical, told.Verdict);
        Assert.Equal([2], told.RewrittenGenerations);
        var generations = store.Ask(store => store.Generations(store.Role.Replace("reader", "web01", StringComparison.Ordinal))).OfHosts;
        Assert.Equal([(2, "rewritten", true), (2, "two", false), (1, "chain", false)], generations.Select(one => (one.Number, one.Chain, one.IsRewritten)));
    }

    [Fact]
    public async Task What_is_open_is_what_the_latest_scan_left_open()
    {
        var host = store.Enrol("web01");
        await SomeStore.ReportAsync(host, SomeRow.Finding("a"), SomeRow.Finding("b", severity: 4), SomeRow.Scan(status: 2, critical: 1, open: ["a", "b"]));
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Finding("c", severity: 1), SomeRow.Scan(status: 1, open: "c"));

        Assert.Equal(["b", "a", "c"], Ids(Open(Severity.Info)));
        Assert.Equal(["b", "a"], Ids(Open(Severity.Medium)));
        Assert.Equal((1, 2L, Verdict.Critical), (Open(Severity.Info, most: 1).Open.Count, Open(Severity.Info, most: 1).LeftOut, Open(Severity.Info, most: 1).Verdict));
        Assert.Equal(["c"], Ids(Open(Severity.Info, "web02")));
        await SomeStore.ReportAsync(host, SomeRow.Scan(minute: 1, status: 2, open: "a"));
        Assert.Equal(["a", "c"], Ids(Open(Severity.Info)));
    }

    [Fact]
    public async Task What_limits_findings_on_a_host_limits_them_in_the_fleet()
    {
        static FindingRow Told(string id, string kind, string path, string document) => SomeRow.Finding(id, path: path) with { Kind = kind, Document = document };
        await SomeStore.ReportAsync(store.Enrol("web01"),
            Told("a", "new-file", "/opt/tool", """{"lastSeen":"2026-01-02T00:00:00Z","techniques":[{"id":"T1053.003"}],"process":{"user":"www-data","uid":33}}"""),
            Told("b", "altered-file", "/usr/bin/ps", """{"lastSeen":"2026-01-04T00:00:00Z","process":{"user":"root","uid":0}}"""),
            // What a host says can be anything.
            Told("c", "no-such-kind", "/opt/x", """{"lastSeen":7,"techniques":{"id":"T1053"},"process":[]}"""),
            Told("d", "new-file", "", "{"),
            SomeRow.Scan(status: 2, open: ["a", "b", "c", "d"]));

        Assert.Equal(["a", "d"], Fitting(new() { Kind = FindingKind.NewFile }));
        Assert.Equal(["a", "c"], Fitting(new() { Pattern = GlobPattern.Parse("/opt/**") }));
        Assert.Equal(["a"], Fitting(new() { Technique = "T1053" }));
        Assert.Equal(["a"], Fitting(new() { User = "33" }));
        Assert.Equal(["b"], Fitting(new() { User = "root" }));
        Assert.Equal(["a", "b", "c", "d"], Fitting(new()));
        Assert.Equal(["a"], Fitting(new() { User = "www-data", Pattern = GlobPattern.Parse("/opt/*"), Kind = FindingKind.NewFile }));
        Assert.DoesNotContain("a", Fitting(new() { Since = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) }));
        Assert.Contains("b", Fitting(new() { Since = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) }));
        var one = store.Ask(asked => asked.Findings(new HistoryQuestion { Kind = FindingKind.NewFile }, null, 1));
        Assert.Equal((1, 1L, Verdict.Critical), (one.Open.Count, one.LeftOut, one.Verdict));
    }

    private IEnumerable<string> Fitting(HistoryQuestion question) =>
        Ids(store.Ask(asked => asked.Findings(question, null, 100))).Order(StringComparer.Ordinal);

    [Fact]
    public async Task A_finding_that_became_worse_is_told_as_it_is_now()
    {
        var host = store.Enrol("web01");
        await SomeStore.ReportAsync(host, SomeRow.Finding("a", severity: 1), SomeRow.Scan(status: 1, open: "a"));
        await SomeStore.ReportAsync(host, SomeRow.Finding("a", severity: 4), SomeRow.Scan(minute: 1, status: 2, critical: 1, open: "a"));

        Assert.Equal(Severity.Critical, Assert.Single(Open(Severity.Info).Open).Severity);
    }

    [Fact]
    public async Task Of_a_retired_host_nothing_is_open_and_nothing_expected()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Finding("a"), SomeRow.Scan(status: 2, critical: 1, open: "a"));
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Scan());
        store.Retire("web01");

        Assert.Empty(Open(Severity.Info).Open);
        Assert.Equal(Verdict.Ok, Open(Severity.Info).Verdict);
        var hosts = store.Ask(store => store.Hosts(Day));
        Assert.Equal(Verdict.Ok, hosts.Verdict);
        Assert.Equal(["web02", "web01"], hosts.Hosts.Select(host => Short(host.Name)));
    }

    [Fact]
    public async Task Who_names_a_finding_and_never_says_what_it_is_is_not_clean()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Scan(open: "ghost"));

        var open = Open(Severity.Low);

        Assert.Equal(("ghost", "unknown", Severity.High), (open.Open[0].Id, open.Open[0].Kind, open.Open[0].Severity));
        Assert.Equal(Verdict.Critical, open.Verdict);
    }

    [Fact]
    public void A_fleet_of_which_nobody_reported_is_not_clean()
    {
        Assert.Throws<CannotCheckException>(() => Open(Severity.Info));
        store.Enrol("web01");
        Assert.Throws<CannotCheckException>(() => Open(Severity.Info));
        Assert.Equal(Verdict.Unknown, store.Ask(store => store.Hosts(Day)).Verdict);
    }

    [Fact]
    public async Task One_host_inflates_no_count_whatever_it_says()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Observed("/usr/bin/ps", "ps"), SomeRow.Observed("/usr/bin/other", "ps"));
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Observed("/usr/bin/ps", "ps"));
        var liar = store.Enrol("web03");
        await SomeStore.ReportAsync(liar, SomeRow.Observed("/usr/bin/ps", "trojan"));
        // The keys of another path, or of none.
        foreach (var key in new[] { "sha256('1')", "sha256('2')" })
            Assert.Null(await SomeStore.RefusalAsync(liar, ObservedAs("web03", key)));
        Assert.Null(await SomeStore.RefusalAsync(store.Enrol("web04"), ObservedAs("web04", "sha256('/usr/bin/ps')")));
        // Who was never let in has a role of the group, and that does not make it a host.
        store.Database.Sql($"CREATE ROLE \"{store.Named("stray")}\" LOGIN PASSWORD 'secret' IN ROLE integritywatch_host");
        var stray = SomeStore.Address(store.Database.Address(store.Named("stray"), store.Database.PasswordFile($"*:*:*:{store.Named("stray")}:secret")));
        await SomeStore.ReportAsync(store.Enrol("web05"), SomeRow.Scan());
        await SomeStore.ReportAsync(stray, SomeRow.Observed("/usr/bin/ps", "ps"), SomeRow.Observed("/usr/bin/ps", "trojan"), SomeRow.Finding("a"), SomeRow.Generation(), SomeRow.Scan(status: 2, critical: 1, open: "a"));

        var ps = store.Ask(store => store.Prevalence([Some.DigestOf("ps")]));
        Assert.Equal((2L, 4L), (ps.Seen, ps.Reporting));
        Assert.Equal(2, store.Ask(store => store.Prevalence([Some.DigestOf("trojan")])).Seen);
        Assert.Equal([2L, 1L], store.Ask(store => store.Prevalence([HostPath.Of("/usr/bin/ps")])).Digests.Select(digest => digest.Hosts));
        var outlier = store.Ask(store => store.Outliers(1, null, 10)).Outliers[0];
        Assert.Equal(("web03", 1L, 2L, 3L), (Short(outlier.Host), outlier.Hosts, outlier.HostsWithCommon, outlier.HostsWithPath));
        Assert.Empty(Open(Severity.Info).Open);
        Assert.Empty(store.Ask(store => store.Generations(null)).OfHosts);
        Assert.DoesNotContain(store.Ask(store => store.Hosts(Day)).Hosts, host => Short(host.Name) == "stray");
    }

    [Fact]
    public async Task A_hash_of_a_container_can_be_asked_for_and_is_no_outlier()
    {
        await SomeStore.ReportAsync(store.Enrol("web01"), SomeRow.Observed("/usr/bin/ps", "ps"), SomeRow.Scan());
        await SomeStore.ReportAsync(store.Enrol("web02"), SomeRow.Observed("/usr/bin/ps", "ps"), SomeRow.Elsewhere("/usr/bin/ps", "ps"),
            SomeRow.Elsewhere("/usr/bin/ps", "miner"), SomeRow.Elsewhere("/usr/bin/ps", "miner", "another"), SomeRow.Elsewhere("/usr/bin/ps", "miner", realm: "claimed"));

        var miner = store.Ask(store => store.Prevalence([Some.DigestOf("miner")]));
        Assert.Equal((1L, 2L), (miner.Seen, miner.Reporting));
        Assert.Equal([("claimed", 1L), ("container", 1L)], miner.Digests.Select(digest => (digest.Realm, digest.Hosts)));
        var ps = store.Ask(store => store.Prevalence([HostPath.Of("/usr/bin/ps")])).Digests;
        Assert.Equal([(null, 2L), ("claimed", 1L), ("container", 1L), ("container", 1L)], ps.Select(digest => (digest.Realm, digest.Hosts)).OrderBy(digest => digest.Realm, StringComparer.Ordinal));
        Assert.Null(ps[0].Realm);
        Assert.Empty(store.Ask(store => store.Outliers(1, null, 10)).Outliers);
    }

    [Fact]
    public async Task A_package_accounts_for_nothing_where_others_have_something_else_of_the_same_version()
    {
        foreach (var name in new[] { "web01", "web02" })
            await SomeStore.ReportAsync(store.Enrol(name), SomeRow.Observed("/usr/bin/ps", "ps", "procps 4"), SomeRow.Observed("/usr/bin/w", "w", "procps 4"));
        await SomeStore.ReportAsync(store.Enrol("web03"), SomeRow.Observed("/usr/bin/ps", "trojan", "procps 4"), SomeRow.Observed("/usr/bin/w", "new", "procps 5"));

        var outliers = store.Ask(store => store.Outliers(1, null, 10)).Outliers;

        Assert.Equal([("/usr/bin/ps", Severity.Medium), ("/usr/bin/w", Severity.Info)], outliers.Select(outlier => (outlier.Path.ToString(), outlier.Severity)));
    }

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("290000-01-01")]
    [InlineData("4000-01-01 BC")]
    public async Task No_hosts_clock_keeps_anybody_from_asking(string time)
    {
        var host = store.Enrol("web01");
        string[] columns = ["scan (host, scan_time, status, critical, high, medium, low, info, open_set) VALUES ('HOST', 'TIME', 0, 0, 0, 0, 0, 0, sha256(''))",
            "finding (host, finding, change_time, kind, severity, path, message, document) VALUES ('HOST', 'x', 'TIME', 'new-file', 2, '', '', '{}')",
            "observation (host, path_key, algorithm, digest, path, first_seen_time) VALUES ('HOST', sha256('/a'), 'sha256', sha256('a'), '/a', 'TIME')",
            "generation (host, generation, chain, origin, capture_time, paths, content) VALUES ('HOST', 1, 'c', 'capture', 'TIME', 1, 'x')"];

        foreach (var column in columns)
            Assert.Equal("23514", await SomeStore.RefusalAsync(host, "INSERT INTO integritywatch." +
                column.Replace("HOST", store.Named("web01"), StringComparison.Ordinal).Replace("TIME", time, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_groups_generations_are_numbered_and_the_latest_is_fetched()
    {
        using var admin = IntegrityWatch.Fleet.FleetStore.Open(store.NewAdministrator("alice"), CancellationToken.None);

        Assert.Equal((1, 2, 1), (admin.Approve("web", [1], [2], "patch day"), admin.Approve("web", [3], [4], "next\0patch day"), admin.Approve("db", [5], [6], null)));

        Assert.Null(store.Ask(store => store.LatestOf("mail")));
        Assert.Equal((2, 3), (store.Ask(store => store.LatestOf("web"))!.Number, store.Ask(store => store.LatestOf("web"))!.Document[0]));
        Assert.Equal([("db", 1, store.Named("alice")), ("web", 2, store.Named("alice")), ("web", 1, store.Named("alice"))],
            store.Ask(store => store.Generations(null)).OfGroups.Select(one => (one.Group, one.Number, one.ApprovedBy)));
    }

    private string ObservedAs(string host, string key) =>
        "INSERT INTO integritywatch.observation (host, path_key, algorithm, digest, path, first_seen_time) " +
        $"VALUES ('{store.Named(host)}', {key}, 'sha256', sha256('trojan'), '/usr/bin/x', now())";

    private FleetFindings Open(Severity least, string? host = null, int most = 100) =>
        store.Ask(asked => asked.Findings(new HistoryQuestion { Least = least }, host is null ? null : store.Named(host), most));

    private static IEnumerable<string> Ids(FleetFindings findings) => findings.Open.Select(finding => finding.Id);

    private static string Short(string name) => name[..name.IndexOf('.', StringComparison.Ordinal)];
}
