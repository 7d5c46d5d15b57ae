using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>What a capture moves on from, and what it closes: what it approved or what was explained and is gone, and nothing else.</summary>
public sealed class ClosedByCaptureTests : IDisposable
{
    private static readonly HostPath Added = HostPath.Of("/usr/bin/added");
    private static readonly HostPath Tool = HostPath.Of("/run/user/1000/tool");

    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public ClosedByCaptureTests()
    {
        disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        folder.Write("usr/bin/other", "other");
        host.Packages!.Install(Some.Path, "a", "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(HostPath.Of("/usr/bin/other"), Some.DigestOf("other"), entry: 2)), disk);
    }

    public void Dispose()
    {
        disk.Dispose();
        folder.Dispose();
        host.Dispose();
    }

    [Fact]
    public void What_is_as_its_package_installed_it_is_named_as_such()
    {
        host.Packages!.Install(HostPath.Of("/usr/bin/other"), "not this", "1.0");

        var plan = host.Capture(Some.Evidence(), disk, include: "/usr/bin/other");

        Assert.Equal([Some.Path], plan.AsInstalled);
    }

    [Fact]
    public void Each_capture_moves_on_from_the_content_before_it_alone()
    {
        Write("b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3)), disk, include: "/usr/bin/some");
        Write("c");

        Assert.Equal([Some.DigestB], host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC, entry: 4)), disk, include: "/usr/bin/some").Superseded.Select(known => known.Digest));
    }

    /// <summary>What was approved by its use alone was no content of the disk, until a scan saw it lie there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_scan_saw_on_disk_is_left_behind_as_what_a_capture_saw_there(bool wasOnDisk)
    {
        host.Change(history =>
        {
            history.Put(new Approval { Path = Some.Path, Digest = Some.DigestB, Terms = ApprovalTerms.From(1), ApprovedAt = Some.Time });
            history.Put(Some.Use(Some.Path, Some.DigestB) with { Boots = [Some.OtherBoot], Sources = wasOnDisk ? EvidenceSources.Ima | EvidenceSources.Disk : EvidenceSources.Ima });
        });

        Assert.Equal(wasOnDisk ? [Some.DigestB] : [], host.Capture(Some.Evidence(), disk).Superseded.Select(known => known.Digest));
    }

    [Fact]
    public void What_is_approved_in_an_algorithm_that_nobody_computes_is_not_left_behind()
    {
        host.Approve(Some.Path, new Digest("sm3", new byte[32]));

        Assert.Empty(host.Capture(Some.Evidence(), disk).Superseded);
    }

    /// <summary>That some other file was accepted is nobody's word about this one.</summary>
    [Fact]
    public void A_captured_content_is_left_behind_though_this_boot_s_list_holds_it_and_another_file_was_accepted()
    {
        host.Accept("ours", host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestC, entry: 5))).Single(FindingKind.NewFile));
        Write("b");

        Assert.Equal([Some.DigestA], host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 6)), disk, include: "/usr/bin/some").Superseded.Select(known => known.Digest));
    }

    [Fact]
    public void A_container_s_finding_stays_open_when_the_host_s_file_of_that_name_and_content_is_approved()
    {
        var grown = Some.Seen(Added, Some.DigestC, entry: 7) with { Realm = Realm.Container, Container = "web", CameLater = true };
        var found = Assert.Single(host.Scan(Some.Evidence(grown)));
        folder.Write("usr/bin/added", "c");
        host.Approve(Added, Some.DigestC);

        host.Capture(Some.Evidence(), disk);

        Assert.Equal([found.Id], host.OpenFindings().Select(finding => finding.Id));
    }

    /// <summary>A package brought it and took it away again before anybody captured.</summary>
    [Fact]
    public void What_was_explained_and_was_replaced_is_closed_and_an_old_version_from_here_on()
    {
        Upgrade("b", "1.1");
        Assert.True(Assert.Single(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3)), disk)).Explained);
        Upgrade("c", "1.2");

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal([FindingClosure.Explained], plan.Closed.Select(life => life.Closed!.Value));
        Assert.Equal([Some.DigestA, Some.DigestB], plan.Superseded.Select(known => known.Digest).OrderBy(digest => digest.Equals(Some.DigestB)));
        Assert.Equal(FindingKind.RevertedFile, Assert.Single(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestB)), disk)).Kind);
    }

    /// <summary>Of a capture that takes only what packages explain, so that what is not taken is seen apart from what is gone.</summary>
    [Theory]
    [InlineData("gone from the disk", true)]
    [InlineData("still on the disk", false)]
    [InlineData("on no disk that is there", false)]
    public void What_was_explained_is_closed_when_it_is_gone_from_a_disk_that_is_there(string where, bool isClosed)
    {
        folder.Write("usr/bin/added", "b");
        host.Packages!.Install(Added, "b", "1.0");
        Assert.True(Assert.Single(host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB, entry: 3)), disk)).Explained);
        if (where == "gone from the disk")
            File.Delete(folder["usr/bin/added"]);

        var plan = host.Capture(Some.Evidence(), new CaptureRequest { By = "root", OnlyExplained = true }, where == "on no disk that is there" ? null : disk);

        Assert.Equal(isClosed ? [FindingClosure.Explained] : [], plan.Closed.Select(life => life.Closed!.Value));
        Assert.Equal(isClosed, host.OpenFindings().Count == 0);
    }

    [Fact]
    public void What_ran_in_memory_is_never_gone_from_the_disk()
    {
        host.Approve(HostPath.Of("/usr/bin/unused"), Some.DigestC, ApprovalTerms.From(1).Without(1, by: 2));
        host.Put(Some.Use(Added, Some.DigestC) with { Package = new PackageNote { Name = "some", Version = "1.0", MatchesManifest = true } });
        Assert.True(host.Scan(Some.Evidence(Some.Seen(HostPath.Of("memfd:x"), Some.DigestC, entry: 4))).Single(FindingKind.Fileless).Explained);

        host.Capture(Some.Evidence(), new CaptureRequest { By = "root", OnlyExplained = true }, disk);

        Assert.Contains(FindingKind.Fileless, host.OpenFindings().Select(finding => finding.Kind));
    }

    /// <summary>
    /// Root ran one content from where users write, nobody the one of now. Whoever names the path means its place, of contents that are over.
    /// </summary>
    [Theory]
    [InlineData("named", true)]
    [InlineData("not named", false)]
    [InlineData("named, and low, of content that still lies there", false)]
    [InlineData("named, and this boot's list holds the content", false)]
    [InlineData("named, and this boot's log tells of the content", false)]
    public void The_place_of_an_older_content_is_waived_with_the_path_that_is_named(string what, bool isWaived)
    {
        if (what.Contains("low", StringComparison.Ordinal))
            host.Under("""{"locations": [{"id": "root-from-run", "paths": ["/run/user/**"], "effectiveUsers": [0], "severity": "low", "message": "m"}]}""");
        host.Scan(Some.Evidence("an earlier boot", Some.Seen(Tool, Some.DigestA, user: 0)));
        if (what.EndsWith("holds the content", StringComparison.Ordinal))
            host.Scan(Some.Evidence(Some.Listed(Tool, Some.DigestA, entry: 9)));
        else if (what.EndsWith("of the content", StringComparison.Ordinal))
            host.Scan(Some.Evidence(Some.Audited(Tool, Some.DigestA, Some.Time.AddHours(9), user: 0) with { LastLogged = Some.Logged(Some.Time.AddHours(9), boot: 1) }));
        folder.Write("run/user/1000/tool", what.EndsWith("lies there", StringComparison.Ordinal) ? "a" : "b");

        var plan = host.Capture(Some.Evidence() with { Audit = Some.WholeAudit(boot: 1) }, disk, include: what == "not named" ? "/nowhere" : Tool.ToString());

        Assert.Equal(isWaived, host.OpenFindings().All(finding => finding.Kind != FindingKind.SuspiciousLocation) && plan.Waived.Any(finding => finding.Digest!.Equals(Some.DigestA)));
    }

    private void Upgrade(string content, string version)
    {
        Write(content);
        host.Packages!.Install(Some.Path, content, version, Some.Time.AddHours(2));
    }

    private void Write(string content) => folder.Write("usr/bin/some", content);
}
