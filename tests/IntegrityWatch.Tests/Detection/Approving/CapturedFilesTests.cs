using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Packages;
using IntegrityWatch.History;
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

    /// <summary>What ran in memory has no path on disk, though a file of that name may lie at the root's top.</summary>
    [Fact]
    public void What_ran_in_memory_is_nowhere_on_disk()
    {
        folder.Write("memfd:x", "x");
        var memory = Baseline(HostPath.Of("memfd:x"));
        using var root = new EvidenceRoot(folder.Path);

        var files = Read(root, packages: null, memory, Baseline(HostPath.Of("/usr/bin/gone")));

        Assert.False(files.IsThere(memory.Path));
        Assert.True(files.IsThere(Small));
        Assert.False(files.DiskIsThere);
    }

    /// <summary>A tree is a host's disk where it holds at least half of what is named; what was moved on from names nothing.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_disk_is_there_where_it_is_live_or_holds_half_of_what_the_baseline_names(bool isLive, bool isMovedOn, bool isThere)
    {
        if (isLive)
            folder.Write("proc/sys/kernel/random/boot_id", File.ReadAllText("/proc/sys/kernel/random/boot_id"));
        using var root = new EvidenceRoot(folder.Path);

        var files = Read(root, packages: null, Baseline(Small), Baseline(HostPath.Of("/usr/bin/a"), isMovedOn), Baseline(HostPath.Of("/usr/bin/b"), isMovedOn));

        Assert.Equal(isThere, files.DiskIsThere);
    }

    [Theory]
    [InlineData("a whole database", true, false)]
    [InlineData("a database with a fault in it", false, false)]
    [InlineData("none", false, false)]
    [InlineData("a manager at work", true, true)]
    public void Only_a_database_that_is_whole_and_at_rest_says_whose_a_file_is(string what, bool knowsOthers, bool isBeingChanged)
    {
        var packages = new SomePackages { Problems = what.Contains("fault", StringComparison.Ordinal) ? ["a list is cut short"] : [], IsBeingChanged = isBeingChanged };
        packages.Install(Large, "#!/bin/sh\n" + new string('x', 5000), "1.0");
        using var root = new EvidenceRoot(folder.Path);

        var files = Read(root, what == "none" ? null : packages, new PathEvidence(Small), new PathEvidence(Large));

        Assert.Equal(knowsOthers, files.HasNoPackage(Small));
        Assert.False(files.HasNoPackage(Large) && what != "none");
        Assert.Equal(what == "none" || isBeingChanged ? null : true, files.MatchesManifest(Large));
    }

    /// <summary>A module that dkms built of a package's source has that package for an owner; one that a package owns keeps its own.</summary>
    [Theory]
    [InlineData("built", "source")]
    [InlineData("built, while the manager is at work", null)]
    [InlineData("built, and owned by a package", "some")]
    [InlineData("built, where no manager is known", null)]
    [InlineData("not built", null)]
    public void A_module_that_was_built_belongs_to_its_source(string what, string? owner)
    {
        var module = HostPath.Of("/usr/lib/modules/6.1/updates/dkms/x.ko");
        folder.Write("usr/lib/modules/6.1/updates/dkms/x.ko", what == "not built" ? "another" : "module");
        folder.Write("var/lib/dkms/x/1.0/6.1/x86_64/module/x.ko", "module");
        folder.Write("usr/src/x-1.0/dkms.conf", "BUILT_MODULE_NAME[0]=\"x\"\n");
        var packages = new SomePackages { IsBeingChanged = what.EndsWith("at work", StringComparison.Ordinal) };
        packages.Install(HostPath.Of("/usr/src/x-1.0/dkms.conf"), "BUILT_MODULE_NAME[0]=\"x\"\n", "1.0", name: "source");
        if (owner == "some")
            packages.Install(module, "module", "1.0");
        using var root = new EvidenceRoot(folder.Path);
        var path = Baseline(module);
        path.Approvals.Add(new Approval { Path = module, Digest = Some.Md5Of("module"), Terms = ApprovalTerms.From(1), ApprovedAt = Some.Time });

        var files = Read(root, what.EndsWith("is known", StringComparison.Ordinal) ? null : packages, path);

        Assert.Equal(owner, files.OwnerOf(module)?.Package.Name);
        Assert.Equal(owner == "source", files.OwnerOf(module)?.IsBuilt == true);
    }

    private static PathEvidence Baseline(HostPath path, bool isMovedOn = false)
    {
        var evidence = new PathEvidence(path);
        evidence.Approvals.Add(new Approval { Path = path, Digest = Some.DigestA, Terms = isMovedOn ? ApprovalTerms.LeftBehindIn(1) : ApprovalTerms.From(1), OnDiskSince = 1, ApprovedAt = Some.Time });
        return evidence;
    }

    private static CapturedFiles Read(EvidenceRoot root, IPackageDatabase? packages, params PathEvidence[] paths) =>
        CapturedFiles.Read(root, SomeHost.Shipped, packages, paths, "sha256", progress: null, CancellationToken.None);

    private static CapturedFiles Read(EvidenceRoot root, long bytes) => CapturedFiles.Read(root, SomeHost.Shipped, packages: null, [], "sha256", progress: null,
        CancellationToken.None, new WorkBudget(bytes, bytes, TimeSpan.FromMinutes(10)));
}
