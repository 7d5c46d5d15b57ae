using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Policies;

public class TechniqueRuleTests
{
    [Theory]
    [InlineData("T1053.003", "/etc/cron.d/x", "/usr/bin/vim", true)]
    [InlineData("T1053.003", "/etc/cron.d/x", "/usr/bin/dpkg", false)]
    [InlineData("T1053.003", "/etc/cron.d/x", null, true)]
    [InlineData("T1053.003", "/etc/passwd", "/usr/bin/vim", false)]
    [InlineData("T1053.003", "/etc/cron.d/.placeholder", "/usr/bin/vim", false)]
    [InlineData("T1053", "/etc/cron.d/x", "/usr/bin/vim", false)]
    [InlineData("T1562.001", "/etc/cron.d/x", "/usr/bin/vim", true)]
    [InlineData("T1562", "/etc/cron.d/x", "/usr/bin/vim", true)]
    public void A_rule_is_for_its_techniques_their_parts_its_paths_and_all_programs_but_some(
        string technique, string path, string? program, bool applies)
    {
        var rule = new TechniqueRule(new TechniqueRuleEntry
        {
            Id = "some",
            Techniques = ["T1053.003", "T1562"],
            Paths = ["/etc/cron*/**"],
            Except = ["/etc/cron.d/.placeholder"],
            ExceptPrograms = ["/usr/bin/dpkg"],
            Severity = Severity.Medium,
            Message = "somebody did it",
        });

        Assert.Equal(applies, rule.Applies(technique, HostPath.Of(path),
            Some.Process() with { Exe = program is null ? null : HostPath.Of(program) }));
    }

    [Theory]
    [InlineData("/usr/sbin/auditctl", "auditctl -l", false)]
    [InlineData("/usr/sbin/auditctl", "/usr/sbin/auditctl -s", false)]
    [InlineData("/usr/sbin/auditctl", "auditctl -D", true)]
    [InlineData("/usr/sbin/auditctl", "auditctl -l -D", true)]
    [InlineData("/usr/sbin/auditctl", "'x -D auditctl' -l", true)]
    [InlineData("/usr/sbin/auditctl", null, true)]
    // What a process that writes a file calls itself is its own affair.
    [InlineData("/etc/audit/rules.d/x", "auditctl -l", true)]
    public void The_shipped_rule_lets_everybody_list_audit_rules_and_nobody_change_them(string path, string? command, bool applies)
    {
        var rule = PolicyLoader.Load([]).TechniqueRules.Single(rule => rule.Id == "defence-impaired");

        Assert.Equal(applies, rule.Applies("T1562.012", HostPath.Of(path),
            Some.Process() with { Exe = HostPath.Of("/usr/sbin/auditctl"), Command = command }));
    }
}
