using IntegrityWatch.Evidence.Host;

namespace IntegrityWatch.Tests.Evidence.Host;

public sealed class HostFactsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_real_host_tells_its_name_boot_and_uptime()
    {
        using var root = new EvidenceRoot(Captures.Root("rocke/after"));

        var host = HostFacts.Of(root);

        Assert.Equal("web01", host.Name);
        Assert.True(Guid.TryParse(host.BootId, out _));
        Assert.True(host.Uptime > TimeSpan.Zero);
    }

    [Fact]
    public void Without_a_name_the_folder_names_it()
    {
        var host = Facts();

        Assert.Equal(Path.GetFileName(folder.Path), host.Name);
        Assert.Null(host.BootId);
        Assert.Null(host.Uptime);
    }

    [Theory]
    [InlineData("12.34 5.6", 12.34)]
    [InlineData("NaN 1", null)]
    [InlineData("-1 1", null)]
    [InlineData("1e300 1", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void An_uptime_that_is_none_is_none(string uptime, double? seconds)
    {
        folder.Write("proc/uptime", uptime);

        Assert.Equal(seconds, Facts().Uptime?.TotalSeconds);
    }

    private HostFacts Facts()
    {
        using var root = new EvidenceRoot(folder.Path);
        return HostFacts.Of(root);
    }
}
