using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Policies;

public class ShippedPolicyTests
{
    private static readonly Policy Shipped = PolicyLoader.Load([]);

    [Fact]
    public void Every_kind_has_a_name_a_rule_and_known_techniques()
    {
        var techniques = new TechniqueTable();
        foreach (var kind in Enum.GetValues<FindingKind>())
        {
            Assert.Equal(kind, FindingKindNames.Parse(kind.Name()));
            Assert.All(Shipped.For(kind).Techniques, id => Assert.NotEqual(id, techniques.Find(id).Name));
        }
    }

    [Fact]
    public void Every_technique_of_a_rule_is_known_and_current()
    {
        var techniques = new TechniqueTable();
        var named = Shipped.Locations.SelectMany(rule => rule.Techniques).Concat(Shipped.Masquerades.SelectMany(rule => rule.Techniques));

        Assert.All(named, id => Assert.Equal(id, techniques.Find(id).Id));
        Assert.All(named, id => Assert.NotEqual(id, techniques.Find(id).Name));
    }

    [Theory]
    [InlineData("new-file", Severity.Medium)]
    [InlineData("altered-file", Severity.High)]
    [InlineData("reverted-file", Severity.High)]
    [InlineData("suspicious-location", Severity.High)]
    [InlineData("copied-file", Severity.Medium)]
    [InlineData("fileless", Severity.Critical)]
    [InlineData("violation", Severity.Medium)]
    [InlineData("unmeasurable", Severity.Medium)]
    [InlineData("no-baseline", Severity.Low)]
    public void Severities_are_those_that_users_are_told(string kind, Severity severity) =>
        Assert.Equal(severity, Shipped.For(FindingKindNames.Parse(kind)!.Value).Severity);

    [Theory]
    [InlineData("/tmp/x")]
    [InlineData("/var/tmp/a/b")]
    [InlineData("/dev/shm/x")]
    [InlineData("/dev/.udev/x")]
    [InlineData("/var/spool/cron/x")]
    [InlineData("/usr/bin/ls ")]
    [InlineData("/init ")]
    [InlineData("/usr/bin/[kworker]")]
    [InlineData("/[kworker]")]
    [InlineData("/opt/bidi\u202egpj.exe")]
    [InlineData("/usr/lib/.../x")]
    [InlineData("/.../x")]
    [InlineData("/usr/lib/.. /x")]
    [InlineData("/usr/bin/.x")]
    [InlineData("/.x")]
    [InlineData("/opt/.hidden/x")]
    [InlineData("/.hidden/x")]
    [InlineData("/var/www/html/uploads/x")]
    [InlineData("/var/www/uploads/x")]
    public void A_program_that_runs_from_here_is_suspicious(string path) => Assert.NotEmpty(Applying(path));

    [Theory]
    [InlineData("/usr/bin/ls")]
    [InlineData("/usr/lib/x86_64-linux-gnu/libc.so.6")]
    [InlineData("/usr/bin/[")]
    [InlineData("/opt/my tool/bin/x")]
    [InlineData("/opt/a.b/x")]
    [InlineData("/home/me/.cargo/bin/x")]
    [InlineData("/var/spool/postfix/lib/x")]
    [InlineData("/tmpfiles/x")]
    [InlineData("/usr/share/tmp/x")]
    public void A_program_that_runs_from_here_is_not(string path) => Assert.Empty(Applying(path));

    [Theory]
    [InlineData("java", true)]
    [InlineData("kworkerds", true)]
    [InlineData("kthreadd", true)]
    [InlineData("sshd", true)]
    [InlineData("my-tool", false)]
    [InlineData("javanese", false)]
    public void Names_that_pass_for_something_else_are_known(string name, bool masquerades) =>
        Assert.Equal(masquerades, Shipped.Masquerades.Any(rule => rule.Applies(HostPath.Of("/tmp/" + name))));

    private static IEnumerable<string> Applying(string path) =>
        Shipped.Locations.Where(rule => rule.Applies(HostPath.Of(path), Some.Process(user: 0))).Select(rule => rule.Id);
}
