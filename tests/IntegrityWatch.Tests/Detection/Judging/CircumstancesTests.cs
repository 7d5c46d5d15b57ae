using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>What is suspicious of one use in itself, after a first capture.</summary>
public sealed class CircumstancesTests : IDisposable
{
    private static readonly HostPath Memory = HostPath.Of("memfd:tool");
    private static readonly PackageNote Package = new() { Name = "some", Version = "1.0", MatchesManifest = true };

    private readonly SomeHost host = new();

    public CircumstancesTests() => host.Generations(GenerationOrigin.Capture);

    public void Dispose() => host.Dispose();

    [Fact]
    public void In_memory_what_a_package_brought_is_low_and_says_of_which_file_it_is_a_copy()
    {
        host.Put(Some.Use(HostPath.Of("/usr/bin/z"), Some.DigestA) with { Package = Package }, Some.Use(Some.Path, Some.DigestA) with { Package = Package });

        var finding = Assert.Single(host.Judge(Some.Use(Memory, Some.DigestA)));

        Assert.Equal((Severity.Low, true, "it is a copy of /usr/bin/some, which package some 1.0 installed"), (finding.Severity, finding.Explained, finding.Explanation));
    }

    /// <summary>An approval can be taken back, and what a package accounted for stays explained: the two are not the same.</summary>
    [Fact]
    public void In_memory_what_is_approved_and_packaged_is_low_by_its_approval()
    {
        host.Put(Some.Use(Some.Path, Some.DigestA) with { Package = Package });
        host.Approve(HostPath.Of("/usr/bin/other"), Some.DigestA);

        var finding = Assert.Single(host.Judge(Some.Use(Memory, Some.DigestA)));

        Assert.Equal((Severity.Low, false, "it is a copy of /usr/bin/other, which is approved"), (finding.Severity, finding.Explained, finding.Explanation));
    }

    [Theory]
    [InlineData("approved only in memory", Severity.Critical)]
    [InlineData("a package whose manifest cannot be asked", Severity.Critical)]
    [InlineData("an empty file of a package", Severity.Critical)]
    [InlineData("a package's file", Severity.Low)]
    public void In_memory_only_a_known_file_on_disk_makes_it_low(string what, Severity severity)
    {
        var content = what.StartsWith("an empty", StringComparison.Ordinal) ? Some.DigestOf("") : Some.DigestA;
        if (what.StartsWith("approved", StringComparison.Ordinal))
            host.Approve(HostPath.Of("memfd:other"), content);
        else
            host.Put(Some.Use(Some.Path, content) with { Package = Package with { MatchesManifest = what.Contains("cannot", StringComparison.Ordinal) ? null : true } });

        Assert.Equal(severity, host.Judge(Some.Use(Memory, content)).Single(FindingKind.Fileless).Severity);
    }

    /// <summary>A script of a package counts by who runs it, and nothing says what lies on disk.</summary>
    [Fact]
    public void In_memory_a_copy_of_a_package_s_script_is_as_bad_as_any()
    {
        host.Approve(HostPath.Of("/usr/bin/dpkg"), Some.DigestC);
        var byManager = Actors.ByManager(Some.DigestC);
        host.Put(Some.Use(HostPath.Of("/var/lib/dpkg/info/some.postinst"), Some.DigestA) with
        {
            Package = Package with { IsScript = true, MatchesManifest = null },
            FirstProcess = byManager,
            LatestProcess = byManager,
        });

        Assert.Equal(Severity.Critical, host.Judge(Some.Use(Memory, Some.DigestA)).Single(FindingKind.Fileless).Severity);
    }

    [Theory]
    [InlineData(0u, 1000u)]
    [InlineData(1000u, 0u)]
    public void A_place_that_is_bad_for_root_is_told_by_the_first_use_and_by_the_latest(uint first, uint latest)
    {
        var seen = Some.Use(HostPath.Of("/run/user/1000/tool"), Some.DigestA) with { FirstProcess = Some.Process(user: first), LatestProcess = Some.Process(user: latest) };

        var finding = host.Judge(seen).Single(FindingKind.SuspiciousLocation);

        Assert.Equal(0u, finding.Process!.Euid);
    }

    [Theory]
    [InlineData("low", Severity.High)]
    [InlineData("critical", Severity.Critical)]
    public void A_false_name_makes_a_bad_place_worse_and_never_better(string name, Severity severity)
    {
        host.Under($$"""{"masquerades": [{"id": "mine", "names": ["mytool"], "severity": "{{name}}", "message": "m"}]}""");

        var finding = host.Judge(Some.Use(HostPath.Of("/tmp/mytool"), Some.DigestA)).Single(FindingKind.SuspiciousLocation);

        Assert.Equal((severity, "temporary-folder+mine"), (finding.Severity, finding.Rule));
    }

    [Theory]
    [InlineData("/usr/lib/modules/6.1/extra/x.ko", true, true)]
    [InlineData("/usr/lib/modules/6.1/extra/other.ko", true, false)]
    [InlineData("/usr/lib/modules/6.1/extra/x.ko", false, false)]
    [InlineData("/usr/bin/x", true, false)]
    public void A_module_is_unknown_where_no_package_owns_it_and_no_generation_holds_its_path(string path, bool hasNoPackage, bool isUnknown)
    {
        host.Approve(HostPath.Of("/usr/lib/modules/6.1/extra/other.ko"), Some.DigestB);

        var findings = host.Judge(Some.Use(HostPath.Of(path), Some.DigestA) with { HasNoPackage = hasNoPackage });

        Assert.Equal(isUnknown, findings.Any(finding => finding.Kind == FindingKind.UnknownModule));
    }

    [Fact]
    public void A_file_is_a_copy_of_others_and_not_of_itself()
    {
        host.Approve(HostPath.Of("/tmp/tool"), Some.DigestA);
        host.Approve(HostPath.Of("/usr/bin/tool"), Some.DigestA);

        Assert.Equal([HostPath.Of("/usr/bin/tool")], Assert.Single(host.Judge(Some.Use(HostPath.Of("/tmp/tool"), Some.DigestA))).SameDigestAs);
    }

    /// <summary>In a list a space is an underscore: the approved file must be one that the list would show by this very name.</summary>
    [Theory]
    [InlineData("/opt/my tool", true)]
    [InlineData("/opt/my other", false)]
    public void What_the_list_shows_is_the_approved_file_of_that_name_alone(string approved, bool isApproved)
    {
        host.Approve(HostPath.Of(approved), Some.DigestA);

        Assert.Equal(isApproved, host.Judge(Some.Use(HostPath.Of("/opt/my_tool"), Some.DigestA) with { PathMayHoldSpaces = true }).Count == 0);
    }

    /// <summary>An imported history can say so; a circumstance is all that a waiver silences.</summary>
    [Fact]
    public void A_waiver_of_drift_silences_nothing()
    {
        host.Change(history =>
        {
            history.Put(Some.Generation(2) with { Origin = GenerationOrigin.Acceptance });
            history.Put(new Decision
            {
                Generation = 2,
                Verb = DecisionVerb.Waive,
                FindingId = FindingId.Of(FindingKind.NewFile, Some.Path, Some.DigestA),
                Kind = "new-file",
                Path = Some.Path,
                Digest = Some.DigestA,
                At = Some.Time,
            });
        });
        var finding = Assert.Single(host.Judge(Some.Use(Some.Path, Some.DigestA, usedIn: 2)));

        Assert.False(host.Ask(history => new Waivers(history)).Silence(finding));
        Assert.False(host.Ask(history => new Waivers(history)).Silence(finding.LifeOf(Some.Time, TimeSpan.Zero)));
    }
}
