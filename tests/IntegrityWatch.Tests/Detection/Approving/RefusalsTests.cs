using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Tests.Doctor;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What a capture refuses, and what of it the next scan tells.</summary>
public sealed class RefusalsTests : IDisposable
{
    private static readonly HostPath Hidden = HostPath.Of("/opt/.hidden/tool");

    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public RefusalsTests()
    {
        disk = new EvidenceRoot(folder.Path);
        Put("opt/.hidden/tool");
        Put("opt/bin/tool");
    }

    public void Dispose()
    {
        disk.Dispose();
        folder.Dispose();
        host.Dispose();
    }

    /// <summary>A file that nobody used is not in the history; where it is refused, the history keeps that it lies there.</summary>
    [Fact]
    public void What_only_the_capture_saw_is_told_by_the_next_scan_as_it_lies_on_disk()
    {
        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal([Hidden], plan.Refused.Select(finding => finding.Path));
        var kept = Assert.Single(host.Observed(Hidden));
        Assert.Equal((true, EvidenceSources.Disk), (kept.LiesOnDisk, kept.Sources));
        Assert.Equal(FindingState.New, host.Scan(Some.Evidence(), disk).Single(FindingKind.SuspiciousLocation).State);
        Assert.Empty(host.Observed(HostPath.Of("/opt/bin/tool")));
        Assert.NotEmpty(host.Approvals(HostPath.Of("/opt/bin/tool")));
    }

    [Theory]
    [InlineData("low", true)]
    [InlineData("medium", false)]
    public void What_is_medium_or_worse_is_refused(string severity, bool isApproved)
    {
        host.Under($$"""{"locations": [{"id": "hidden-folder", "paths": ["/**/.*/**"], "severity": "{{severity}}", "message": "m"}]}""");

        Assert.Equal(isApproved, host.Capture(Some.Evidence(), disk).Refused.Count == 0);
        Assert.Equal(isApproved, host.Approvals(Hidden).Count == 1);
    }

    /// <summary>What its package put there lies there for a reason.</summary>
    [Theory]
    [InlineData("#!/bin/sh\ntool\n", true)]
    [InlineData("another content", false)]
    public void A_place_is_no_reason_to_refuse_what_its_package_installed_there(string manifest, bool isApproved)
    {
        host.Packages!.Install(Hidden, manifest, "1.0");

        Assert.Equal(isApproved, host.Capture(Some.Evidence(), disk).Refused.Count == 0);
    }

    [Fact]
    public void A_module_that_a_policy_lowers_is_approved_and_that_settles_it()
    {
        var module = HostPath.Of("/usr/lib/modules/6.1/extra/x.ko");
        folder.Write("usr/lib/modules/6.1/extra/x.ko", "module");
        host.Under("""{"pathRules": [{"id": "r", "paths": ["/**"], "kinds": ["unknown-module", "suspicious-location"], "severity": "low"}]}""");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC)));
        host.Scan(Some.Evidence(Some.Seen(module, Some.DigestOf("module"), entry: 2)), disk);
        Assert.Contains("unknown-module", host.OpenFindings().On(module));

        host.Capture(Some.Evidence(), disk);

        Assert.Empty(host.OpenFindings().On(module));
    }

    private void Put(string path)
    {
        folder.Write(path, "#!/bin/sh\ntool\n");
        SomeTree.SetMode(folder[path], 0b111_101_101);
    }
}
