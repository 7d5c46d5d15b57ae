using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Tests.AuditRules;

public class RuleCheckTests
{
    private const string Preload = "-a always,exit -F path=/etc/ld.so.preload -F perm=wa -F key=T1574.006-Linker";

    [Fact]
    public void A_refused_line_ends_the_load()
    {
        var report = SomeRules.Check("-b 8192", "-w relative -p wa", Preload, "-b 1");

        Assert.Equal(Verdict.Critical, report.Verdict);
        Assert.Equal(0, report.Rules);
        Assert.Contains(report.Remarks, remark => remark is { Line: 2, Level: RuleRemarkLevel.Error });
        Assert.Contains(report.Remarks, remark => remark.Line == 2 && remark.Message.Contains("2 lines after it are not reached"));
    }

    [Theory]
    [InlineData("-i")]
    [InlineData("-c")]
    public void With_i_or_c_it_does_not(string option)
    {
        var report = SomeRules.Check(option, "-w relative -p wa", Preload);

        Assert.Equal(Verdict.Critical, report.Verdict);
        Assert.Equal(1, report.Rules);
        Assert.Equal(2, Assert.Single(report.Remarks).Line);
    }

    [Fact]
    public void The_same_rule_twice_is_refused_the_second_time()
    {
        var report = SomeRules.Check(Preload, Preload);

        Assert.Contains("is there already", Assert.Single(report.Remarks).Message);
        Assert.Equal(Verdict.Critical, report.Verdict);
    }

    [Fact]
    public void Rules_before_D_are_thrown_away()
    {
        var report = SomeRules.Check(Preload, "-D");

        Assert.Equal(0, report.Rules);
        Assert.Contains("throws away what was loaded before it: 1 rule", Assert.Single(report.Remarks).Message);
        Assert.Equal(Verdict.Warning, report.Verdict);
    }

    [Fact]
    public void Nothing_loads_after_the_rules_are_locked()
    {
        var report = SomeRules.Check("-D", "-e 2", Preload);

        Assert.Equal(0, report.Rules);
        Assert.Equal(2, Assert.Single(report.Remarks).Line);
        Assert.Equal(Verdict.Critical, report.Verdict);
    }

    [Theory]
    [InlineData("-a never,task")]
    [InlineData("-a task,never")]
    [InlineData("-e 0")]
    public void Rules_that_silence_the_rest_leave_no_technique(string line)
    {
        var report = SomeRules.Check(SomeRules.Shipped(), line);

        Assert.Equal(Verdict.Warning, report.Verdict);
        Assert.All(report.Techniques, coverage => Assert.Equal(CoverageState.Missed, coverage.State));
    }

    [Theory]
    [InlineData("T1168-Cron", "T1168 is revoked, its successor is T1053")]
    [InlineData("T9999", "no technique for Linux of this id: T9999")]
    public void A_key_with_an_id_that_is_none_is_a_warning(string key, string message)
    {
        var remark = Assert.Single(SomeRules.Check($"-w /etc/crontab -p wa -k {key}").Remarks, remark => remark.Level == RuleRemarkLevel.Warning);

        Assert.Contains(message, remark.Message);
    }

    [Fact]
    public void What_loads_and_is_only_old_or_nameless_is_a_note()
    {
        var report = SomeRules.Check([SomeRules.Shipped(), "-w /srv -p wa -k site", "-w /opt -p wa -k site", "-w /mnt -p wa"]);

        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.Equal(3, report.Remarks.Count);
        Assert.All(report.Remarks, remark => Assert.Equal(RuleRemarkLevel.Note, remark.Level));
        Assert.Contains(report.Remarks, remark => remark.Message == "key names no technique: site (2 lines, this is the first)");
    }

    [Fact]
    public void A_host_that_misses_an_essential_technique_is_warned_of()
    {
        var without = string.Join('\n', SomeRules.Shipped().Split('\n').Where(line => !line.Contains("=T1574.006", StringComparison.Ordinal)));
        var withoutAnother = string.Join('\n', SomeRules.Shipped().Split('\n').Where(line => !line.Contains("=T1546.017", StringComparison.Ordinal)));

        Assert.Equal(Verdict.Warning, SomeRules.Check(without).Verdict);
        Assert.Equal(Verdict.Ok, SomeRules.Check(withoutAnother).Verdict);
    }

    [Fact]
    public void A_line_longer_than_auditctl_reads_is_refused() =>
        Assert.Contains("auditctl reads", SomeRules.Check($"-a always,exit -S {string.Join(',', Enumerable.Repeat("unlink", 1000))}").Remarks[0].Message);

    [Fact]
    public void A_folder_is_loaded_as_augenrules_would()
    {
        using var folder = new TemporaryFolder();
        folder.Write("9-first.rules", "-e 2\n-i\n");
        folder.Write("10-second.rules", "# why\n\n" + Preload + "\n-D\n-w relative\n-b 8192");
        folder.Write("11-third.rules", "-w /srv -p wa -k site");
        folder.Write("12-not.txt", "nonsense");

        var source = RuleSource.Read(folder.Path, () => Stream.Null);

        Assert.Equal(["-D", "-b", "-i", "-a", "-w", "-w", "-e"], source.Lines.Select(line => line.First));
        var report = RuleCheck.Run(new TechniqueTable(), [source]);
        Assert.Equal(2, report.Rules);
        var error = Assert.Single(report.Remarks, remark => remark.Level == RuleRemarkLevel.Error);
        Assert.Equal((folder["10-second.rules"], 5), (error.File, error.Line));
    }
}
