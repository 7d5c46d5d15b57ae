using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Tests.Reporting.Fleet;

public class FleetTextTests
{
    private static readonly TextStyle Terminal = new(80, Colour: false);

    public static TheoryData<string> HostileNames => SomeFleet.HostileNames;

    [Fact]
    public void A_host_is_one_line_of_words_for_grep() => Assert.Equal(
        """
        CRITICAL web01 reported=2025-03-01T13:00:00.000Z open=high:1,info:2 generation=3 version=1.2.3 tpm=verified
        CRITICAL: 1 host: 1 critical

        """, Written(output => new FleetHostsForms().WriteText(output, TextStyle.Plain, SomeFleet.Hosts(SomeFleet.Host(status: Verdict.Critical)), quiet: false, FleetSight.Whole)));

    [Fact]
    public void What_is_wrong_with_a_host_beside_its_findings_is_told() => Assert.Equal(
        """
        CRITICAL web01 reported=2025-03-01T13:00:00.000Z open=info:2 generation=3 version=1.2.3 tpm=altered calls-itself=web02 notes="history rewritten: generation 2; silent; its TPM speaks against it"

        """, Written(output => new FleetHostsForms().WriteText(output, TextStyle.Plain, SomeFleet.Hosts(SomeFleet.Host() with
        {
            RewrittenGenerations = [2], IsSilent = true, TpmVerified = false, CallsItself = "web02",
        }), quiet: true, FleetSight.Whole)));

    [Fact]
    public void Of_hosts_that_are_well_quiet_says_nothing() =>
        Assert.Empty(Written(output => new FleetHostsForms().WriteText(output, TextStyle.Plain, SomeFleet.Hosts(SomeFleet.Host()), quiet: true, FleetSight.Whole)));

    [Fact]
    public void A_terminal_shows_columns() => Assert.Equal(
        """
        CRITICAL  a          2025-03-01 13:00:00Z  1 high, 2 info  gen 3  1.2.3
        OK        a.example  2025-03-01 13:00:00Z  2 info          gen 3  1.2.3

        """, Written(output => new FleetHostsForms().WriteText(output, Terminal,
            SomeFleet.Hosts(SomeFleet.Host("a", Verdict.Critical), SomeFleet.Host("a.example")), quiet: false, FleetSight.Whole))
            .Replace("CRITICAL: 2 hosts: 1 critical, 1 ok\n", ""));

    [Fact]
    public void The_first_line_is_the_outlier_itself() => Assert.StartsWith(
        $"MEDIUM web07 /usr/bin/some {Some.DigestA} hosts=1/500 with-path=500 others=499 have={Some.DigestB} first=2025-03-01T12:00:00.000Z\n",
        Written(output => new FleetOutliersForms().WriteText(output, TextStyle.Plain, SomeFleet.Outliers(SomeFleet.Outlier("web07")), quiet: false, FleetSight.Whole)));

    [Fact]
    public void What_is_left_out_is_told() => Assert.EndsWith(
        "WARNING: 1 outlier among 500 hosts: 1 medium; left out: 7 more, see --most\n",
        Written(output => new FleetOutliersForms().WriteText(output, TextStyle.Plain, SomeFleet.Outliers(SomeFleet.Outlier()) with { LeftOut = 7 }, quiet: false, FleetSight.Whole)));

    [Fact]
    public void What_was_not_asked_for_is_not_passed_over_in_silence() => Assert.Equal(
        "CRITICAL: nothing open of what was asked for; the worst of all is high\n",
        Written(output => new FleetFindingsForms().WriteText(output, TextStyle.Plain, new FleetFindings([], 0, Severity.High), quiet: false, FleetSight.Whole)));

    [Fact]
    public void What_nobody_has_is_answered_too() => Assert.Equal(
        "seen on 0 of 30 hosts\n", Written(output => new FleetPrevalenceForms().WriteText(output, TextStyle.Plain, new FleetPrevalence(0, 30, []), quiet: false, FleetSight.Whole)));

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Whatever_a_host_says_a_record_is_one_line(string name)
    {
        var finding = SomeFleet.Finding(name) with { Kind = name, Id = name, Message = name, Path = SomeFleet.HostilePath, Digest = new(name, [1]) };
        var outlier = SomeFleet.Outlier(name) with { Package = name, Path = SomeFleet.HostilePath, Digest = new(name, [1]), Common = new(name, [2]) };
        var generation = SomeFleet.Generation(name) with { Origin = name, Name = name, Reason = name, By = name, Chain = name };
        var host = SomeFleet.Host(name) with { CallsItself = $"{name}!", Version = name };
        var group = SomeFleet.Group(name) with { ApprovedBy = name, Reason = name };
        foreach (var style in new[] { TextStyle.Plain, Terminal })
        {
            var lines = style.IsTerminal ? 2 : 1;
            AssertSafe(lines, output => new FleetFindingsForms().WriteText(output, style, SomeFleet.Findings(finding), quiet: true, FleetSight.Whole));
            AssertSafe(1, output => new FleetOutliersForms().WriteText(output, style, SomeFleet.Outliers(outlier), quiet: true, FleetSight.Whole));
            AssertSafe(2, output => new FleetPrevalenceForms().WriteText(output, style, new FleetPrevalence(2, 2, [SomeFleet.Prevalent(name) with { Path = SomeFleet.HostilePath }]), quiet: false, FleetSight.Whole));
            AssertSafe(2, output => new FleetGenerationsForms().WriteText(output, style, new FleetGenerations([generation], [group]), quiet: false, FleetSight.Whole));
            AssertSafe(2, output => new FleetHostsForms().WriteText(output, style, SomeFleet.Hosts(host), quiet: false, FleetSight.Whole));
        }
    }

    private static void AssertSafe(int lines, Action<TextWriter> write)
    {
        var text = Written(write);
        Assert.Equal(lines, text.Count(letter => letter == '\n'));
        Assert.DoesNotContain(text, letter => letter != '\n' && (char.IsControl(letter) || letter is '\u202e' or '\u2028'));
    }

    private static string Written(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString();
    }
}
