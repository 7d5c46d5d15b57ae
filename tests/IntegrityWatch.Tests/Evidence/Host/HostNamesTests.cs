using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Tests.Evidence.Host;

public sealed class HostNamesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("web01", true)]
    [InlineData("WEB01", true)]
    [InlineData("web01.example.org", true)]
    [InlineData("web02", false)]
    [InlineData("web01.other.org", false)]
    [InlineData("example.org", false)]
    public void A_host_is_known_with_and_without_its_domain(string node, bool fits)
    {
        folder.Write("etc/hostname", "web01.example.org\n");

        Assert.Equal(fits, Fits(node));
    }

    [Theory]
    [InlineData("etc/resolv.conf", "search example.org lan\n", "web01.lan")]
    [InlineData("etc/resolv.conf", "domain example.org\n", "web01.example.org")]
    [InlineData("etc/hosts", "127.0.0.1 localhost\n192.0.2.7\tweb01.example.org web01 # us\n", "web01.example.org")]
    [InlineData("etc/hosts", "192.0.2.7 web01\n", "192.0.2.7")]
    [InlineData("etc/audit/auditd.conf", "name_format = user\nname = front-7\n", "front-7")]
    [InlineData("etc/audit/auditd.conf", "name=front-7\nNAME_FORMAT=USER\n", "front-7")]
    public void It_is_known_by_what_its_own_files_call_it(string file, string content, string node)
    {
        folder.Write("etc/hostname", "web01\n");
        folder.Write(file, content);

        Assert.True(Fits(node));
        Assert.True(Fits("web01"));
    }

    [Theory]
    [InlineData("etc/audit/auditd.conf", "name_format = none\nname = front-7\n", "front-7")]
    [InlineData("etc/audit/auditd.conf", "# name_format = user\nname = front-7\n", "front-7")]
    [InlineData("etc/hosts", "127.0.0.1 localhost web01\n", "localhost")]
    [InlineData("etc/hosts", "127.0.0.1 localhost web01\n", "127.0.0.1")]
    [InlineData("etc/hosts", "192.0.2.8 web02 db\n", "db")]
    public void What_they_say_of_others_or_do_not_use_is_no_name_of_it(string file, string content, string node)
    {
        folder.Write("etc/hostname", "web01\n");
        folder.Write(file, content);

        Assert.False(Fits(node));
    }

    [Fact]
    public void The_policy_can_add_names()
    {
        folder.Write("etc/hostname", "web01\n");

        Assert.True(Fits("old-name", "old-name"));
        Assert.True(Fits("web01", "old-name"));
    }

    [Fact]
    public void Where_nothing_is_known_any_name_is_the_hosts()
    {
        Assert.True(Fits("web02"));
        Assert.True(HostNames.Any.AreAny);
    }

    private bool Fits(string node, params string[] further)
    {
        using var root = new EvidenceRoot(folder.Path);
        return HostNames.Of(root, further).Fits(node);
    }
}
