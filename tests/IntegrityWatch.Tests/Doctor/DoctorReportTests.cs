using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;

namespace IntegrityWatch.Tests.Doctor;

public class DoctorReportTests
{
    private static readonly string[] Measured =
    [
        "kernel.ima", "kernel.hash", "kernel.audit", "kernel.backlog", "list.entries", "list.hashes", "list.form", "list.digest", "policy.programs", "policy.libraries",
        "policy.modules", "policy.tmpfs", "policy.audit", "tpm.replay", "audit-log.integrity-rules", "audit-log.lost", "audit-rules.techniques",
        "packages.database", "sight.enough",
    ];

    [Theory]
    [InlineData("rocke/after")]
    [InlineData("ordinary/after")]
    [InlineData("patch-day/upgraded")]
    public void A_host_that_was_set_up_is_well_in_all_that_makes_evidence(string capture)
    {
        using var tree = new SomeTree();

        var report = tree.On(Captures.Root(capture));

        foreach (var id in Measured)
            DoctorAssert.Is(Verdict.Ok, Assert.Single(report.Checks, check => check.Id == id));
        Assert.Equal(Verdict.Warning, report.Verdict);
    }

    [Fact]
    public void A_tree_that_tells_nothing_says_what_is_missing_and_judges_nothing()
    {
        using var tree = new SomeTree();
        tree.With("etc/hostname", "plain\n").With("proc/cmdline", "root=/dev/sda1 ro quiet\n");

        var report = tree.Report();

        Assert.Equal("plain", report.Host);
        Assert.Equal(Verdict.Unknown, report.Verdict);
        Assert.Equal(
            [
                ("kernel.ima", Verdict.Unknown), ("kernel.hash", Verdict.Ok), ("kernel.audit", Verdict.Warning), ("kernel.backlog", Verdict.Warning),
                ("audit-log.there", Verdict.Warning), ("audit-rules.techniques", Verdict.Warning), ("packages.database", Verdict.Warning),
                ("configuration.valid", Verdict.Ok), ("sight.enough", Verdict.Unknown), ("history.baseline", Verdict.Warning), ("permissions.writable", Verdict.Ok),
                ("schedule.there", Verdict.Warning), ("clock.time", Verdict.Ok),
            ],
            report.Checks.Select(check => (check.Id, check.State)));
        Assert.All(report.Checks, check => DoctorAssert.Is(check.State, check));
    }

    [Fact]
    public void A_check_that_fails_makes_its_subject_unknown_and_stops_no_other()
    {
        using var tree = new SomeTree();
        tree.Report(request =>
        {
            var report = DoctorReport.Create(request, [new Failing(new CannotCheckException("closed", "open it")), new Failing(new InvalidCastException("odd")), new ScheduleCheck()]);

            Assert.Equal(
                [("failing.first", Verdict.Ok, null), ("failing.readable", Verdict.Unknown, "open it"), ("failing.first", Verdict.Ok, null)],
                report.Checks.Take(3).Select(check => (check.Id, check.State, check.Advice)));
            Assert.Equal((Verdict.Unknown, "could not be looked at: InvalidCastException: odd"), (report.Checks[3].State, report.Checks[3].Message));
            Assert.Equal("schedule.there", report.Checks[4].Id);
            Assert.Equal(Verdict.Unknown, report.Verdict);
            return request;
        });
    }

    [Theory]
    [InlineData(Verdict.Ok, false, Verdict.Ok)]
    [InlineData(Verdict.Warning, true, Verdict.Warning)]
    [InlineData(Verdict.Critical, false, Verdict.Critical)]
    [InlineData(Verdict.Unknown, true, Verdict.Unknown)]
    [InlineData(Verdict.Unknown, false, Verdict.Warning)]
    public void The_worst_check_decides_and_only_an_essential_one_makes_the_whole_unknown(Verdict state, bool isEssential, Verdict verdict) =>
        Assert.Equal(verdict, Report(new CheckResult("a.b", "a", Verdict.Ok, "m"), new CheckResult("a.c", "a", state, "m") { IsEssential = isEssential }).Verdict);

    [Fact]
    public void What_is_known_to_be_critical_is_not_hidden_by_what_is_unknown() =>
        Assert.Equal(Verdict.Critical, Report(
            new CheckResult("a.b", "a", Verdict.Unknown, "m") { IsEssential = true }, new CheckResult("a.c", "a", Verdict.Critical, "m", "do")).Verdict);

    [Theory]
    [InlineData("sys/kernel/security/ima/binary_runtime_measurements", "list.readable", true)]
    [InlineData("var/log/audit/audit.log", "audit-log.readable", false)]
    [InlineData("etc/audit/audit.rules", "audit-rules.readable", false)]
    [InlineData("etc/audit/auditd.conf", "auditd.readable", false)]
    [InlineData("proc/cmdline", "kernel.readable", true)]
    public void What_cannot_be_read_is_unknown_and_never_well(string file, string id, bool isEssential)
    {
        using var tree = new SomeTree();

        var report = tree.WithUnreadable(file).Report();

        var check = Assert.Single(report.Checks, check => check.Id == id);
        DoctorAssert.Is(Verdict.Unknown, check, $"cannot be read: {tree[file]}");
        Assert.Equal(isEssential, check.IsEssential);
    }

    [Fact]
    public void Files_of_noise_stop_nothing()
    {
        using var tree = new SomeTree();
        var noise = new byte[300_000];
        new Random(7).NextBytes(noise);
        foreach (var file in (string[])["proc/cmdline", "proc/uptime", "boot/config-1", "sys/kernel/security/ima/policy", "etc/ima/ima-policy",
            "sys/kernel/security/ima/binary_runtime_measurements", "sys/class/tpm/tpm0/pcr-sha256/10", "var/log/audit/audit.log", "etc/audit/auditd.conf",
            "etc/audit/rules.d/a.rules", "etc/crontab", "etc/cron.d/x", "etc/systemd/system/integritywatch.timer", "var/lib/dpkg/status", "etc/hostname"])
            tree.With(file, noise);

        var report = tree.Report();

        Assert.DoesNotContain(report.Checks, check => check.Message.Contains("could not be looked at"));
        Assert.Contains(report.Checks, check => check is { Id: "list.readable", State: Verdict.Unknown });
        Assert.Contains(report.Checks, check => check is { Id: "audit-log.there", State: Verdict.Critical });
    }

    [Fact]
    public void A_file_far_larger_than_it_can_rightly_be_is_read_in_part()
    {
        using var tree = new SomeTree();
        tree.With("proc/cmdline", "audit=1");
        using (var file = File.OpenWrite(tree["proc/cmdline"]))
            file.SetLength(8L * 1024 * 1024 * 1024);

        DoctorAssert.Is(Verdict.Ok, tree.Examine(new KernelCheck())["hash"]);
    }

    private static DoctorReport Report(params CheckResult[] checks) => new() { Host = "h", Root = "/", Checks = checks };

    private sealed class Failing(Exception fault) : DoctorCheck("failing", "failing")
    {
        public override bool IsEssential => true;

        public override IEnumerable<CheckResult> Examine(CheckedHost host)
        {
            yield return new CheckResult("failing.first", "failing", Verdict.Ok, "well");
            throw fault;
        }
    }
}
