using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.Tests.AuditRules;
using IntegrityWatch.Tests.Evidence.Audit;

namespace IntegrityWatch.Tests.Doctor;

public sealed class AuditCheckTests : IDisposable
{
    private const string Log = "var/log/audit/audit.log";
    private const string Configuration = "etc/audit/auditd.conf";

    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("log_format = ENRICHED\nlog_file = /var/log/audit/audit.log\n", Verdict.Ok, "log_format = ENRICHED")]
    [InlineData("log_file = /srv/log/audit.log\n", Verdict.Warning, "auditd writes to /srv/log/audit.log")]
    [InlineData("WRITE_LOGS=No\n", Verdict.Critical, "keeps no log")]
    [InlineData("max_log_file_action = suspend\n", Verdict.Warning, "ends its log")]
    [InlineData("#write_logs = no\n", Verdict.Ok, "")]
    public void What_auditd_is_told_to_keep(string configuration, Verdict state, string message) =>
        DoctorAssert.Is(state, tree.With(Configuration, configuration).Examine(new AuditdCheck())["settings"], message);

    [Theory]
    [InlineData("enabled 1\nlost 0\nbacklog_limit 8192\n", Verdict.Ok, "8192 can wait")]
    [InlineData("enabled 1\nlost 17\nbacklog_limit 64\n", Verdict.Warning, "lost 17 audit records, of 64")]
    [InlineData("enabled 0\nlost 0\n", Verdict.Critical, "turned off")]
    [InlineData("enabled 2\n", Verdict.Ok, "")]
    public void What_the_kernel_says_of_auditing(string printed, Verdict state, string message) =>
        DoctorAssert.Is(state, tree.ExamineLive(new AuditdCheck(), Answer("-s", printed))["status"], message);

    [Fact]
    public void A_tree_is_not_asked_what_only_a_live_host_can_tell() =>
        Assert.Equal(["settings"], tree.With(Configuration, "").Examine(new AuditdCheck(), request => request with { AskAuditctl = _ => "enabled 0"u8.ToArray() }).Keys);

    [Fact]
    public void The_log_says_who_used_what_and_in_which_form()
    {
        tree.With(Log, SomeLog.Bytes(SomeLog.Rule("1740000000.000:9"), SomeLog.Syscall("1740000060.000:10") + "\u001dUID=\"root\""));

        var checks = tree.Examine(new AuditLogCheck());

        DoctorAssert.Is(Verdict.Ok, checks["there"], "2 records in 1 file, the last of 2025-02-19 21:21:00Z, ENRICHED");
        DoctorAssert.Is(Verdict.Ok, checks["integrity-rules"], "1 INTEGRITY_RULE record");
        DoctorAssert.Is(Verdict.Ok, checks["lost"]);
        DoctorAssert.Is(Verdict.Ok, checks["room"], "too little time");
    }

    [Fact]
    public void A_log_of_records_that_were_lost_and_of_no_digest_is_told()
    {
        tree.With(Log, SomeLog.Bytes(SomeLog.Syscall("1740000000.000:9"), "audit: audit_lost=5 audit_rate_limit=0 audit_backlog_limit=64"));

        var checks = tree.Examine(new AuditLogCheck());

        DoctorAssert.Is(Verdict.Warning, checks["integrity-rules"]);
        DoctorAssert.Is(Verdict.Warning, checks["lost"], "5 records");
    }

    [Theory]
    [InlineData("17 * * * * root integritywatch scan", 30, Verdict.Ok, "a scan comes every 60 minutes")]
    [InlineData("17 3 * * * root integritywatch scan", 30, Verdict.Warning, "a scan comes every 24 hours: records vanish unread")]
    [InlineData("17 * * * * root integritywatch scan", 900, Verdict.Warning, "records vanish unread")]
    public void How_long_the_log_lasts_is_held_against_how_often_a_scan_comes(string cron, int lines, Verdict state, string message)
    {
        // Two hours of a log that may hold 1 MiB.
        tree.With("etc/cron.d/integritywatch", cron + "\n").With(Configuration, "max_log_file = 1\nnum_logs = 1\n").With(Log, SomeLog.Bytes(
            [.. Enumerable.Range(0, lines).Select(number => SomeLog.Cwd($"{1740000000 + number * 7200 / (lines - 1)}.000:{number + 1}") + new string('x', 4000))]));

        DoctorAssert.Is(state, tree.Examine(new AuditLogCheck())["room"], message);
    }

    [Fact]
    public void A_log_without_a_record_is_none() =>
        DoctorAssert.Is(Verdict.Critical, tree.With(Log, "nothing\n").Examine(new AuditLogCheck())["there"], "no line of the audit log is a record");

    [Fact]
    public void The_rules_that_the_kernel_holds_come_first()
    {
        tree.With("etc/audit/rules.d/a.rules", "-w /etc/crontab -p wa -k T1053.003\n");

        var checks = tree.ExamineLive(new AuditRulesCheck(), Answer("-l", "No rules\n"));

        DoctorAssert.Is(Verdict.Warning, checks["techniques"], "the kernel holds 0 rules, and none tells of a technique");
    }

    [Fact]
    public void The_shipped_rules_tell_of_every_technique()
    {
        tree.With("etc/audit/rules.d/60-integritywatch.rules", SomeRules.Shipped());

        DoctorAssert.Is(Verdict.Ok, tree.Examine(new AuditRulesCheck())["techniques"]);
    }

    [Theory]
    [InlineData("-w /etc/crontab -p wa -k T1053.003\n", "and not of ")]
    [InlineData("-w /etc/passwd -p wa -k identity\n", "none tells of a technique")]
    [InlineData("-a never,task\n", "keeps every system call from being audited")]
    [InlineData("-i\n-w /etc/crontab -p wa -k T1053.003\n-a nonsense\n", "1 line will not load")]
    public void Rules_that_tell_of_too_little(string rules, string message) =>
        DoctorAssert.Is(Verdict.Warning, tree.With("etc/audit/rules.d/a.rules", rules).Examine(new AuditRulesCheck())["techniques"], message);

    [Fact]
    public void Rules_that_another_file_keeps_quiet_tell_of_nothing()
    {
        tree.With("etc/audit/rules.d/10-none.rules", "-a never,task\n").With("etc/audit/rules.d/60-integritywatch.rules", SomeRules.Shipped())
            .With("etc/audit/rules.d/sub/x.rules", "-D\n").With("etc/audit/rules.d/README", "-D\n");

        DoctorAssert.Is(Verdict.Warning, tree.Examine(new AuditRulesCheck())["techniques"], "-a never,task");
    }

    [Fact]
    public void Where_no_rules_are_written_the_log_says_which_were_loaded()
    {
        tree.With(Log, SomeLog.Bytes([.. ((string[])["T1140", "T1053.003-Cron", "T1574.006"]).Select((key, number) =>
            $"type=CONFIG_CHANGE msg=audit(1740000000.000:{number + 9}): op=add_rule key=\"{key}\" list=4 res=1")]));

        DoctorAssert.Is(Verdict.Ok, tree.Examine(new AuditRulesCheck())["techniques"], "3 techniques: T1053.003, T1140, T1574.006");
    }

    private static Func<string, byte[]?> Answer(string argument, string printed) => asked => asked == argument ? Encoding.ASCII.GetBytes(printed) : null;
}
