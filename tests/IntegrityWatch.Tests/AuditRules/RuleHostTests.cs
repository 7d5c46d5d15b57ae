using IntegrityWatch.AuditRules;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.AuditRules;

/// <summary>What loads on one host and not on another.</summary>
public sealed class RuleHostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("fchmodat2", "3.0.9", "4.0.2")]
    [InlineData("lsm_set_self_attr", "3.0.9", "4.0.2")]
    [InlineData("setxattrat", "4.0.2", "4.2.1")]
    [InlineData("file_setattr", "4.0.2", "4.2.1")]
    public void A_system_call_that_auditctl_does_not_know_is_refused_with_its_line(string call, string lacks, string knows)
    {
        foreach (var arch in (string[])["b64", "b32"])
        {
            var rule = $"-a always,exit -F arch={arch} -S chmod,{call} -F key=T1222.002-x";

            var refused = SomeRules.CheckFor(RuleHost.With(Version.Parse(lacks)), "-D", rule);

            Assert.Equal((Verdict.Critical, 0), (refused.Verdict, refused.Rules));
            Assert.Equal((2, $"does not load: auditctl {lacks} knows no system call of this name, {knows} does: {call}"),
                (refused.Remarks[0].Line, refused.Remarks[0].Message));
            Assert.Equal(1, SomeRules.CheckFor(RuleHost.With(Version.Parse(knows)), rule).Rules);
            Assert.DoesNotContain(SomeRules.CheckFor(RuleHost.With(Version.Parse(knows)), rule).Remarks, remark => remark.Level != RuleRemarkLevel.Note);
        }
    }

    [Fact]
    public void Of_a_version_between_it_is_said_that_nobody_knows()
    {
        var report = SomeRules.CheckFor(RuleHost.With(new Version(3, 1, 5)), "-a always,exit -F arch=b64 -S fchmodat2 -F key=T1222.002-x");

        Assert.Equal((Verdict.Warning, 1), (report.Verdict, report.Rules));
        Assert.Contains("may not load: auditctl 3.0.9 knows no system call of this name, 4.0.2 does, and whether 3.1.5 does was not looked at: fchmodat2",
            report.Remarks.Select(remark => remark.Message));
    }

    [Fact]
    public void What_is_loaded_already_is_known() =>
        Assert.Equal(1, SomeRules.CheckListing("-a always,exit -F arch=b64 -S fchmodat2 -F uid=nobody-has-it -F key=T1222.002-x\n").Rules);

    [Theory]
    [InlineData("pread64")]
    [InlineData("unlinkk")]
    public void A_name_that_no_auditctl_knows_is_refused_by_all(string call)
    {
        foreach (var version in (string[])["3.0.9", "9.0.0"])
            Assert.Equal(Verdict.Critical, SomeRules.CheckFor(RuleHost.With(Version.Parse(version)), $"-a always,exit -F arch=b64 -S {call} -F key=T1222.002-x").Verdict);
    }

    [Theory]
    [InlineData("1:3.0.9-1", "3.0.9")]
    [InlineData("1:4.0.2-2+b2", "4.0.2")]
    [InlineData("4.0-1.fc42", "4.0")]
    [InlineData("4.2.1", "4.2.1")]
    [InlineData("git-7", null)]
    [InlineData("4", null)]
    public void The_version_is_that_of_the_package(string package, string? version) => Assert.Equal(version, RuleHost.VersionOf(package)?.ToString());

    [Fact]
    public void The_host_says_which_auditctl_it_has()
    {
        using var root = new EvidenceRoot(folder.Path);
        Assert.Equal("3.0.9", RuleHost.Of(root).Auditctl.ToString());
        folder.Write("var/lib/dpkg/status", "Package: auditd\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:4.0.2-2\n\n");

        Assert.Equal("4.0.2", RuleHost.Of(root).Auditctl.ToString());
    }

    [Theory]
    [InlineData("uid=root", true)]
    [InlineData("auid!=www-data", true)]
    [InlineData("euid=nobody-has-it", false)]
    [InlineData("obj_uid=nobody-has-it", false)]
    [InlineData("auid=unset", true)]
    [InlineData("auid=-1", true)]
    [InlineData("uid=0x21", true)]
    [InlineData("gid=adm", true)]
    [InlineData("egid!=root", false)]
    [InlineData("gid=4", true)]
    [InlineData("gid=unset", false)]
    public void A_user_and_a_group_must_be_there(string condition, bool loads)
    {
        folder.Write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n");
        folder.Write("etc/group", "adm:x:4:\n");
        folder.Write("etc/nsswitch.conf", "# passwd: ldap\npasswd:         files systemd\ngroup: files [NOTFOUND=return] systemd\n");

        Assert.Equal(loads ? 1 : 0, Check(condition).Rules);
        Assert.Equal(!loads, Check(condition).Remarks.Any(remark => remark is { Level: RuleRemarkLevel.Error, Line: 1 }));
    }

    [Theory]
    [InlineData("passwd: files sss", "")]
    [InlineData("passwd: compat", "+\n")]
    [InlineData("passwd: compat", "+@admins::::::\n")]
    public void A_user_who_may_be_known_elsewhere_is_a_doubt(string nsswitch, string passwd)
    {
        folder.Write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n" + passwd);
        folder.Write("etc/nsswitch.conf", nsswitch + "\n");

        var report = Check("uid=alice");

        Assert.Equal((Verdict.Warning, 1), (report.Verdict, report.Rules));
        Assert.Contains("may not load: no user of this name is in /etc/passwd", report.Remarks[0].Message);
    }

    [Fact]
    public void Where_nothing_names_the_users_every_name_may_be_one() => Assert.Equal(1, Check("uid=alice").Rules);

    private RuleReport Check(string condition)
    {
        using var root = new EvidenceRoot(folder.Path);
        return SomeRules.CheckFor(RuleHost.Of(root), $"-a always,exit -F arch=b64 -S chmod -F {condition} -F key=T1222.002-x");
    }
}
