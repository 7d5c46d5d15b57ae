using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Tests.Doctor;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What does not fit the bounds of a capture cannot be read, and is named; the rest is approved.</summary>
public sealed class CapturedFilesTests : IDisposable
{
    private static readonly HostPath Small = HostPath.Of("/opt/small");
    private static readonly HostPath Large = HostPath.Of("/opt/large");

    private readonly TemporaryFolder folder = new();

    public CapturedFilesTests()
    {
        folder.Write("opt/small", "#!/bin/sh\n");
        folder.Write("opt/large", "#!/bin/sh\n" + new string('x', 5000));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(4000, true)]
    [InlineData(10_000, false)]
    public void A_file_that_is_too_large_is_named_and_the_others_are_read(long bytesOfFile, bool isLeft)
    {
        using var root = new EvidenceRoot(folder.Path);

        var files = CapturedFiles.Read(root, SomeHost.Shipped, packages: null, [new PathEvidence(Small), new PathEvidence(Large)], "sha256", progress: null,
            CancellationToken.None, new WorkBudget(1 << 20, bytesOfFile, TimeSpan.FromMinutes(10)));

        Assert.Contains(Small, files.Paths);
        Assert.Equal(isLeft, files.IsUnreadable(Large));
        Assert.Equal(isLeft ? [Large] : [], files.Unreadable);
    }

    [Fact]
    public void What_nobody_ran_yet_and_does_not_fit_is_named_as_well()
    {
        folder.Write("usr/local/bin/tool", "#!/bin/sh\n" + new string('x', 5000));
        SomeTree.SetMode(folder["usr/local/bin/tool"], 0b111_101_101);
        using (var whole = new EvidenceRoot(folder.Path))
            Assert.Contains(HostPath.Of("/usr/local/bin/tool"), Read(whole, 1 << 20).Paths);
        using var root = new EvidenceRoot(folder.Path);

        Assert.Equal([HostPath.Of("/usr/local/bin/tool")], Read(root, 4000).Unreadable);
    }

    private static CapturedFiles Read(EvidenceRoot root, long bytes) => CapturedFiles.Read(root, SomeHost.Shipped, packages: null, [], "sha256", progress: null,
        CancellationToken.None, new WorkBudget(bytes, bytes, TimeSpan.FromMinutes(10)));
}
