using IntegrityWatch.Detection;
using IntegrityWatch.Doctor;
using IntegrityWatch.AuditRules;
using IntegrityWatch.Tests.Evidence.Audit;
using IntegrityWatch.Tests.Evidence.Ima;

namespace IntegrityWatch.Tests.Doctor;

public sealed class PolicyCheckTests : IDisposable
{
    private const string Loaded = "sys/kernel/security/ima/policy";
    private const string List = "sys/kernel/security/ima/binary_runtime_measurements";

    private readonly SomeTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_shipped_policy_leaves_nothing_to_do()
    {
        using var shipped = new StreamReader(ShippedRules.OpenImaPolicy());

        var checks = tree.With(Loaded, shipped.ReadToEnd()).Examine(new PolicyCheck());

        Assert.Equal(["programs", "libraries", "modules", "tmpfs", "audit", "reads"], checks.Keys);
        Assert.All(checks.Values, check => DoctorAssert.Is(Verdict.Ok, check));
    }

    [Fact]
    public void The_built_in_policy_leaves_out_memory_and_says_nothing_of_who()
    {
        var checks = tree.With("proc/cmdline", "ima_policy=critical_data|tcb").Examine(new PolicyCheck());

        DoctorAssert.Is(Verdict.Ok, checks["programs"], "ima_policy=tcb");
        DoctorAssert.Is(Verdict.Warning, checks["tmpfs"], "/dev/shm");
        DoctorAssert.Is(Verdict.Warning, checks["audit"], "programs, libraries, modules");
        DoctorAssert.Is(Verdict.Warning, checks["reads"], "FILE_CHECK");
    }

    [Theory]
    [InlineData("measure func=MMAP_CHECK", Verdict.Critical, "no rule for BPRM_CHECK")]
    [InlineData("measure func=BPRM_CHECK mask=MAY_EXEC uid=0", Verdict.Warning, "only where uid=0")]
    [InlineData("measure func=BPRM_CHECK uid=0\nmeasure func=BPRM_CHECK", Verdict.Ok, "")]
    [InlineData("dont_measure\nmeasure func=BPRM_CHECK", Verdict.Critical, "")]
    [InlineData("dont_measure func=BPRM_CHECK\nmeasure func=BPRM_CHECK", Verdict.Critical, "")]
    [InlineData("dont_measure func=FILE_CHECK\nmeasure func=BPRM_CHECK", Verdict.Ok, "")]
    [InlineData("measure func=BPRM_CHECK mask=MAY_READ", Verdict.Critical, "")]
    [InlineData("measure", Verdict.Ok, "")]
    [InlineData("# measure func=BPRM_CHECK\nappraise func=BPRM_CHECK", Verdict.Critical, "")]
    public void Of_the_rules_that_fit_the_first_decides(string rules, Verdict state, string message) =>
        DoctorAssert.Is(state, tree.With(Loaded, rules).Examine(new PolicyCheck())["programs"], message);

    [Theory]
    [InlineData("dont_measure uid=0", Verdict.Critical, "uid=0")]
    [InlineData("dont_measure func=BPRM_CHECK euid=0", Verdict.Critical, "euid=0")]
    [InlineData("dont_measure fowner=0", Verdict.Critical, "fowner=0")]
    [InlineData("dont_measure uid>999", Verdict.Warning, "uid>999")]
    [InlineData("dont_measure uid=0 fowner=1000", Verdict.Warning, "uid=0 fowner=1000")]
    [InlineData("dont_measure fsmagic=0xef53", Verdict.Critical, "fsmagic=0xef53 (ext2, ext3, ext4)")]
    [InlineData("dont_measure fsmagic=0xEF53 uid=0", Verdict.Warning, "ext4")]
    [InlineData("dont_measure fsmagic=0x58465342", Verdict.Critical, "xfs")]
    [InlineData("dont_measure fsname=btrfs", Verdict.Critical, "fsname=btrfs")]
    [InlineData("dont_measure fsname=ext4", Verdict.Critical, "fsname=ext4")]
    [InlineData("dont_measure fsmagic=0x794c7630", Verdict.Critical, "overlay")]
    [InlineData("dont_measure fsmagic=0x12345678", Verdict.Warning, "fsmagic=0x12345678")]
    [InlineData("dont_measure fsuuid=6e9a5b1c-0000-0000-0000-000000000000", Verdict.Warning, "fsuuid=")]
    [InlineData("dont_measure obj_type=bin_t", Verdict.Warning, "obj_type=bin_t")]
    [InlineData("dont_measure subj_type=unconfined_t mask=MAY_EXEC", Verdict.Warning, "subj_type=unconfined_t")]
    [InlineData("dont_measure obj_type=a\ndont_measure obj_type=b", Verdict.Warning, "obj_type=a, or obj_type=b")]
    [InlineData("dont_measure fsmagic=0x01021994 uid=12", Verdict.Warning, "uid=12")]
    [InlineData("dont_measure fsmagic=0x9fa0\ndont_measure fsname=sysfs", Verdict.Ok, "")]
    [InlineData("dont_measure fsmagic=0x01021994", Verdict.Ok, "")]
    [InlineData("dont_measure func=MMAP_CHECK uid=0", Verdict.Ok, "")]
    [InlineData("dont_measure mask=MAY_READ uid=0", Verdict.Ok, "")]
    [InlineData("dont_appraise uid=0\ndont_audit uid=0", Verdict.Ok, "")]
    [InlineData("measure func=BPRM_CHECK uid=0\ndont_measure uid=0", Verdict.Ok, "")]
    [InlineData("measure func=BPRM_CHECK uid=0\ndont_measure uid=0 obj_type=a", Verdict.Ok, "")]
    [InlineData("measure func=BPRM_CHECK uid=0 obj_type=a\ndont_measure uid=0", Verdict.Critical, "uid=0")]
    public void What_a_rule_before_leaves_out_is_named(string rules, Verdict state, string message) =>
        DoctorAssert.Is(state, tree.With(Loaded, rules + "\nmeasure func=BPRM_CHECK mask=MAY_EXEC").Examine(new PolicyCheck())["programs"], message);

    [Theory]
    [InlineData("libraries", "dont_measure func=MMAP_CHECK uid=0")]
    [InlineData("modules", "dont_measure func=MODULE_CHECK fowner=0")]
    [InlineData("modules", "dont_measure mask=MAY_READ fsmagic=0xef53")]
    [InlineData("audit", "dont_audit uid=0")]
    [InlineData("audit", "dont_audit func=MODULE_CHECK uid=0")]
    public void Libraries_modules_and_records_can_be_left_out_too(string aspect, string rule)
    {
        using var shipped = new StreamReader(ShippedRules.OpenImaPolicy());

        var checks = tree.With(Loaded, rule + "\n" + shipped.ReadToEnd()).Examine(new PolicyCheck());

        Assert.All(checks, check => DoctorAssert.Is(check.Key == aspect ? Verdict.Warning : Verdict.Ok, check.Value, check.Key == aspect ? "where" : ""));
    }

    [Theory]
    [InlineData("measure func=MODULE_CHECK mask=MAY_READ", Verdict.Ok)]
    [InlineData("measure func=MODULE_CHECK mask=MAY_EXEC", Verdict.Warning)]
    public void A_module_is_read_and_not_executed(string rule, Verdict state) =>
        DoctorAssert.Is(state, tree.With(Loaded, rule).Examine(new PolicyCheck())["modules"]);

    [Theory]
    [InlineData("measure func=FILE_CHECK mask=^MAY_READ euid=0", Verdict.Warning)]
    [InlineData("measure func=FILE_CHECK mask=MAY_READ uid=0", Verdict.Warning)]
    [InlineData("measure func=PATH_CHECK", Verdict.Warning)]
    [InlineData("measure func=FILE_CHECK fowner=0", Verdict.Warning)]
    [InlineData("measure fsmagic=0xef53", Verdict.Warning)]
    [InlineData("measure", Verdict.Warning)]
    [InlineData("measure func=FILE_CHECK mask=MAY_WRITE", Verdict.Ok)]
    [InlineData("measure func=FILE_CHECK mask=MAY_READ obj_type=modules_object_t", Verdict.Ok)]
    [InlineData("dont_measure func=FILE_CHECK\nmeasure", Verdict.Ok)]
    [InlineData("audit func=FILE_CHECK mask=MAY_READ\nmeasure func=BPRM_CHECK", Verdict.Ok)]
    public void A_policy_that_measures_what_is_only_read_is_told(string rules, Verdict state) =>
        DoctorAssert.Is(state, tree.With(Loaded, rules).Examine(new PolicyCheck())["reads"], state == Verdict.Warning ? "FILE_CHECK" : "");

    [Theory]
    [InlineData("dont_measure fsname=tmpfs\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Warning)]
    [InlineData("dont_measure fsmagic=0x858458f6\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Warning)]
    [InlineData("dont_audit func=MMAP_CHECK fsmagic=0x01021994\naudit", Verdict.Warning)]
    [InlineData("dont_measure fsmagic=0x01021994\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Warning)]
    [InlineData("dont_measure fsmagic=0x1021994\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Warning)]
    [InlineData("dont_measure func=MMAP_CHECK fsmagic=0x01021994\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Warning)]
    [InlineData("measure func=BPRM_CHECK\nmeasure func=MMAP_CHECK\ndont_measure fsmagic=0x01021994", Verdict.Ok)]
    [InlineData("dont_measure fsmagic=0x9fa0\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Ok)]
    [InlineData("dont_measure fsmagic=0x01021994 uid=12\nmeasure func=BPRM_CHECK\nmeasure func=MMAP_CHECK", Verdict.Ok)]
    public void Files_in_memory_are_left_out_by_a_rule_before(string rules, Verdict state) =>
        DoctorAssert.Is(state, tree.With(Loaded, rules).Examine(new PolicyCheck())["tmpfs"]);

    [Fact]
    public void Where_the_kernel_shows_no_rules_the_audit_log_says_which_it_took()
    {
        tree.With("var/log/audit/audit.log", SomeLog.Bytes(
            "type=INTEGRITY_POLICY_RULE msg=audit(1740000000.000:9): action=measure func=BPRM_CHECK mask=MAY_EXEC res=1",
            "type=INTEGRITY_STATUS msg=audit(1740000000.000:10): pid=1 op=policy_update cause=completed comm=\"cat\" res=1"));

        var checks = tree.Examine(new PolicyCheck());

        DoctorAssert.Is(Verdict.Ok, checks["programs"], "the audit log says");
        DoctorAssert.Is(Verdict.Warning, checks["libraries"]);
    }

    [Fact]
    public void Where_nothing_names_a_rule_the_list_shows_that_some_are_there()
    {
        tree.With(List, new MeasurementListBuilder().File("boot_aggregate").File("/bin/ls").File("/lib/libc.so.6").Binary)
            .With("var/log/audit/audit.log", SomeLog.Bytes(SomeLog.Rule("1740000000.000:9")));

        var checks = tree.Examine(new PolicyCheck());

        DoctorAssert.Is(Verdict.Ok, checks["programs"], "1 file in the list can be programs");
        DoctorAssert.Is(Verdict.Ok, checks["libraries"]);
    }

    [Fact]
    public void Where_neither_rules_nor_records_are_there_nobody_knows_who()
    {
        tree.With(List, new MeasurementListBuilder().File("boot_aggregate").File("/bin/ls").Binary);

        var checks = tree.Examine(new PolicyCheck());

        DoctorAssert.Is(Verdict.Warning, checks["programs"], "no audit record");
        DoctorAssert.Is(Verdict.Warning, checks["libraries"], "no libraries are in the list");
    }

    [Fact]
    public void Where_the_audit_log_cannot_be_read_nothing_is_said_against_it()
    {
        tree.With(List, new MeasurementListBuilder().File("boot_aggregate").File("/bin/ls").Binary).WithUnreadable("var/log/audit/audit.log");

        DoctorAssert.Is(Verdict.Unknown, tree.Examine(new PolicyCheck())["programs"], "neither the rules nor the audit log can be read");
    }

    [Fact]
    public void A_policy_that_cannot_be_read_is_looked_for_elsewhere()
    {
        tree.WithUnreadable(Loaded).With("etc/ima/ima-policy", "measure func=BPRM_CHECK\n");

        DoctorAssert.Is(Verdict.Ok, tree.Examine(new PolicyCheck())["programs"], tree["etc/ima/ima-policy"]);
    }
}
