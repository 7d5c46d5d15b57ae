using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Policies;

public class TechniqueRuleTests
{
    [Theory]
    [InlineData("T1053.003", "/etc/cron.d/x", true)]
    [InlineData("T1053.003", "/etc/passwd", false)]
    [InlineData("T1053.003", "/etc/cron.d/.placeholder", false)]
    [InlineData("T1053", "/etc/cron.d/x", false)]
    [InlineData("T1562.001", "/etc/cron.d/x", true)]
    [InlineData("T1562", "/etc/cron.d/x", true)]
    public void A_rule_is_for_its_techniques_their_parts_and_its_paths(string technique, string path, bool applies)
    {
        Assert.Equal(applies, Rule.Applies(technique, HostPath.Of(path)));
    }

    [Theory]
    [InlineData("/usr/bin/dpkg", true)]
    [InlineData("/usr/bin/vim", false)]
    [InlineData("/usr/bin/dpkg (deleted)", false)]
    public void A_rule_names_the_programs_that_may_do_it(string program, bool isExcepted)
    {
        Assert.Equal(isExcepted, Rule.IsExcepted(HostPath.Of(program)));
    }

    [Theory]
    [InlineData("auditctl -l", true)]
    [InlineData("/usr/sbin/auditctl -s", true)]
    [InlineData("auditctl -D", false)]
    [InlineData("auditctl -l -D", false)]
    [InlineData("'x -D auditctl' -l", false)]
    [InlineData(null, false)]
    public void The_shipped_rule_lets_everybody_list_audit_rules_and_nobody_change_them(string? command, bool isExcepted)
    {
        var rule = PolicyLoader.Load([]).TechniqueRules.Single(rule => rule.Id == "defence-impaired");

        Assert.Equal(isExcepted, rule.IsExceptedCommand(command));
    }

    private static TechniqueRule Rule => new(new TechniqueRuleEntry
    {
        Id = "some",
        Techniques = ["T1053.003", "T1562"],
        Paths = ["/etc/cron*/**"],
        Except = ["/etc/cron.d/.placeholder"],
        ExceptPrograms = ["/usr/bin/dpkg"],
        Severity = Severity.Medium,
        Message = "somebody did it",
    });
}
