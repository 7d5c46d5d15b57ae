using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

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
}
