using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Platform;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Detection.Reports;

public class SightTests
{
    private static readonly EvidenceSnapshot Whole = new()
    {
        Host = new HostFacts { Name = "web01", BootId = Some.Boot, Uptime = TimeSpan.FromHours(1) },
        ListId = Some.Boot,
        TakenAt = Some.Time,
        Observations = [],
        Incidents = [],
        List = SomeReport.Scan().List! with { Files = 2, Entries = 3, Counted = 3 },
        Audit = SomeReport.Scan().Audit,
    };

    private static ListSummary List => Whole.List!;

    [Fact]
    public void A_list_that_holds_files_is_enough() => Assert.Empty(Of(Whole));

    [Fact]
    public void A_list_without_a_file_says_that_nothing_is_measured()
    {
        var blind = Assert.Single(Of(Whole with { List = List with { Files = 0 } }));

        Assert.Contains("no IMA policy is loaded", blind.Reason, StringComparison.Ordinal);
        Assert.True(blind.IsOfList);
        Assert.False(blind.IsStarting);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void In_the_first_ten_minutes_of_a_boot_its_policy_may_be_still_to_come(int seconds, bool isStarting)
    {
        var evidence = Whole with { Host = Whole.Host with { Uptime = TimeSpan.FromSeconds(seconds) } };

        var blind = Assert.Single(Of(evidence with { List = List with { Files = 0 } }));

        Assert.Equal(isStarting, blind.IsStarting);
        Assert.Equal(isStarting, blind.Reason.StartsWith("starting", StringComparison.Ordinal));
        Assert.True(blind.IsOfList);
        Assert.Empty(Of(evidence));
    }

    [Fact]
    public void Who_does_not_say_how_long_it_is_up_is_not_starting() =>
        Assert.False(Assert.Single(Of(Whole with { Host = Whole.Host with { Uptime = null }, List = List with { Files = 0 } })).IsStarting);

    [Theory]
    [InlineData(null, true)]
    [InlineData(2L, true)]
    [InlineData(3L, true)]
    [InlineData(4L, false)]
    public void A_list_has_at_least_as_many_entries_as_the_kernel_counts(long? counted, bool isEnough)
    {
        var blind = Of(Whole with { List = List with { Counted = counted } });

        Assert.Equal(isEnough, blind.Count == 0);
        Assert.All(blind, one => Assert.True(one.IsOfList));
    }

    [Fact]
    public void Templates_without_a_digest_are_named_also_at_the_start_of_a_boot()
    {
        var blind = Assert.Single(Of(Whole with
        {
            Host = Whole.Host with { Uptime = TimeSpan.Zero },
            List = List with { Files = 0, NotUnderstood = new Dictionary<string, long> { ["n-ng"] = 7 } },
        }));

        Assert.Contains("7 of template n-ng", blind.Reason, StringComparison.Ordinal);
        Assert.False(blind.IsStarting);
    }

    [Fact]
    public void Some_entries_that_are_not_understood_leave_the_rest_to_be_judged() =>
        Assert.Empty(Of(Whole with { List = List with { NotUnderstood = new Dictionary<string, long> { ["n-ng"] = 7 } } }));

    [Fact]
    public void A_list_that_cannot_be_read_says_why()
    {
        var blind = Assert.Single(Of(Whole with { List = null, ListFault = new CannotCheckException("cut short", "copy it anew") }));

        Assert.Equal(("cut short", "copy it anew", true), (blind.Reason, blind.Advice, blind.IsOfList));
    }

    [Fact]
    public void A_list_that_was_left_out_is_not_missed() => Assert.Empty(Of(Whole with { List = null }));

    [Fact]
    public void A_log_that_cannot_be_read_says_why_and_leaves_the_lists_place_alone()
    {
        var blind = Assert.Single(Of(Whole with { Audit = null, AuditFault = new CannotCheckException("denied") }));

        Assert.Equal(("denied", false), (blind.Reason, blind.IsOfList));
    }

    [Fact]
    public void Without_a_log_the_list_is_enough() => Assert.Empty(Of(Whole with { Audit = null }));

    [Fact]
    public void The_running_host_must_say_which_boot_it_is_in_and_evidence_from_elsewhere_need_not()
    {
        var nameless = Whole with { Host = Whole.Host with { BootId = null } };

        Assert.Contains("boot id", Assert.Single(Of(nameless, isLive: true)).Reason, StringComparison.Ordinal);
        Assert.Empty(Of(nameless, isLive: false));
        Assert.Empty(Of(Whole, isLive: true));
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("tpm")]
    [InlineData("packages")]
    public void What_the_policy_requires_must_be_there(string source)
    {
        using var folder = new TemporaryFolder();
        var policy = PolicyLoader.Load([folder.Write("mine.json", $$"""{"require": ["{{source}}"]}""")]);
        var without = Whole with { Audit = null, List = List with { Verdict = List.Verdict with { Verified = null } } };

        Assert.Empty(Sight.Of(SomeHost.Shipped, without, isLive: false, packages: null));
        Assert.Contains("requires", Assert.Single(Sight.Of(policy, without, isLive: false, packages: null)).Reason, StringComparison.Ordinal);
        if (source != "packages")
            Assert.Empty(Sight.Of(policy, Whole, isLive: false, packages: null));
    }

    [Fact]
    public void A_required_log_that_was_read_before_and_has_nothing_new_is_there()
    {
        using var folder = new TemporaryFolder();
        var policy = PolicyLoader.Load([folder.Write("mine.json", """{"require": ["audit"]}""")]);
        var quiet = Whole.Audit! with { Records = 0 };

        Assert.Empty(Sight.Of(policy, Whole with { Audit = quiet with { Resumed = true } }, isLive: false, packages: null));
        Assert.NotEmpty(Sight.Of(policy, Whole with { Audit = quiet with { Resumed = false } }, isLive: false, packages: null));
    }

    private static IReadOnlyList<Blindness> Of(EvidenceSnapshot evidence, bool isLive = false) =>
        Sight.Of(SomeHost.Shipped, evidence, isLive, packages: null);
}
