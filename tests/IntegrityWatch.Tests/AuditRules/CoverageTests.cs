using IntegrityWatch.AuditRules;

namespace IntegrityWatch.Tests.AuditRules;

public class CoverageTests
{
    private const string Key = "-F key=T1574.006-Linker";

    [Theory]
    [InlineData("-w /etc/ld.so.preload -p wa -k T1574.006", "-w /etc/ld.so.conf -p wa -k T1574.006", "-w /etc/ld.so.conf.d -p wa -k T1574.006")]
    [InlineData("-w /etc -p rwxa -k T1574.006")]
    [InlineData("-a always,exit -S all -F dir=/etc -F perm=wa -F key=Hijack_T1574.006")]
    public void Other_rules_that_record_the_same_cover_it(params string[] lines) =>
        Assert.Equal(CoverageState.Covered, SomeRules.Check(lines).Technique("T1574.006").State);

    [Fact]
    public void Without_rules_every_technique_is_missed() =>
        Assert.All(SomeRules.Check("-D").Techniques, coverage => Assert.Equal(CoverageState.Missed, coverage.State));

    [Theory]
    [InlineData("-a always,exit -F dir=/etc -F perm=w " + Key, "/etc/ld.so.preload a b64,b32")]
    [InlineData("-a always,exit -F dir=/etc/ld.so.conf.d -F perm=wa " + Key, "/etc/ld.so.preload wa b64,b32")]
    [InlineData("-a always,exit -F path=/etc/ld.so.conf.d -F perm=wa " + Key + "\n-w /etc/ld.so.conf -p wa -k T1574.006", "/etc/ld.so.conf.d wa b64,b32")]
    [InlineData("-a always,exit -F arch=b64 -F dir=/etc -F perm=wa " + Key, "everything that programs of 32 bits do (b32)")]
    [InlineData("-a always,exit -F dir=/etc -F perm=wa -F auid>=1000 " + Key, "/etc/ld.so.preload wa b64,b32: only with auid>=1000")]
    [InlineData("-w /etc -p wa -k identity", "/etc/ld.so.preload wa b64,b32: recorded, without a key that names the technique")]
    public void What_is_missing_is_told(string lines, string missing)
    {
        var coverage = SomeRules.Check(lines).Technique("T1574.006");

        Assert.Equal(CoverageState.Partly, coverage.State);
        Assert.Contains(missing, coverage.Missing);
    }

    [Fact]
    public void System_calls_are_told_by_name() =>
        Assert.Contains("delete_module b64,b32", SomeRules.Check("-a always,exit -S init_module,finit_module -k T1547.006").Technique("T1547.006").Missing);

    [Fact]
    public void A_key_with_a_revoked_id_counts_for_its_successor() =>
        Assert.NotEqual(CoverageState.Missed, SomeRules.Check("-a always,exit -S chmod,fchmod,fchmodat -k T1166").Technique("T1548.001").State);

    [Fact]
    public void The_folders_that_are_one_today_are_taken_for_one() =>
        Assert.Equal(CoverageState.Covered, SomeRules.Check(
            "-w /bin/wget -p x -k T1140", "-a always,exit -F path=/bin/curl -S execve -k T1140", "-w /usr/bin/base64 -p rwxa -k T1140").Technique("T1140").State);

    /// <summary>The forms in which auditctl 3.0.9 prints what it loaded, from a real kernel.</summary>
    [Fact]
    public void What_auditctl_prints_is_understood()
    {
        var report = SomeRules.CheckListing("""
            -w /etc/crontab -p wa -k a
            -w /etc/cron.d -p rwxa -k b
            -a always,exit -S unlink -F key=T1053.003-x y
            -a always,exit -F arch=b64 -S all -F path=/etc/ld.so.preload -F perm=wa -F key=T1574.006-Dynamic_Linker_Hijacking
            -a always,exit -F arch=b32 -S truncate64 -F auid>=1000 -F auid!=-1 -F key=k1 -F key=k2
            -a always,exit -F arch=b64 -S chmod,fchmod -F a1&0xC00 -F filetype=32768 -F key=T1548.001-Setuid_and_Setgid
            -a never,exclude -F msgtype=CWD
            """);

        Assert.Equal(7, report.Rules);
        Assert.DoesNotContain(report.Remarks, remark => remark.Level > RuleRemarkLevel.Note);
        Assert.Equal(CoverageState.Partly, report.Technique("T1574.006").State);
    }

    [Fact]
    public void No_rules_at_all_are_no_fault_of_a_line() => Assert.Empty(SomeRules.CheckListing("No rules\n").Remarks);
}
