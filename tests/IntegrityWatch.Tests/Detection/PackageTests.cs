using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What packages explain, and what they do not.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly DateTimeOffset Upgrade = new(2025, 3, 2, 6, 25, 0, TimeSpan.Zero);

    private readonly SomeHost host = new() { Packages = new SomePackages() };
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public PackageTests()
    {
        disk = new EvidenceRoot(folder.Path);
        Put("a");
        host.Packages!.Install(Some.Path, "a", "1.0");
    }

    public void Dispose()
    {
        disk.Dispose();
        folder.Dispose();
        host.Dispose();
    }

    [Fact]
    public void An_upgrade_that_accounts_for_a_change_makes_it_low_and_says_from_which_version_to_which()
    {
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");

        var finding = Assert.Single(Scan("b"));

        Assert.Equal((FindingKind.AlteredFile, Severity.Low), (finding.Kind, finding.Severity));
        Assert.Equal("package some 1.0 -> 1.1 at 2025-03-02T06:25:00Z", finding.Explanation);
        Assert.True(finding.Package!.MatchesManifest);
    }

    [Fact]
    public void The_explanation_stays_in_later_scans_and_without_a_look_at_the_host()
    {
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");
        var first = Assert.Single(Scan("b"));

        foreach (var again in new[] { Assert.Single(Scan("b")), Assert.Single(host.OpenFindings()) })
            Assert.Equal((first.Id, first.Severity, first.Explanation), (again.Id, again.Severity, again.Explanation));
    }

    [Fact]
    public void A_file_that_differs_from_its_package_is_critical_and_altered_as_well()
    {
        Capture();
        Put("trojan");

        var findings = Scan("trojan");

        Assert.Equal(["package-mismatch", "altered-file"], findings.On(Some.Path));
        Assert.Equal([Severity.Critical, Severity.High], findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void A_configuration_file_as_its_package_brought_it_is_accounted_for_and_an_edited_one_is_no_mismatch()
    {
        host.Packages!.Install(Some.Path, "a", "1.0", isConfiguration: true);
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0", isConfiguration: true);
        Assert.Equal((FindingKind.AlteredFile, Severity.Low), Only(Scan("b")));
        Put("edited");

        Assert.Equal((FindingKind.AlteredFile, Severity.High), Only(Scan("edited").Where(finding => finding.Digest!.Equals(Some.DigestOf("edited")))));
    }

    [Fact]
    public void While_the_manager_is_at_work_no_file_is_held_against_its_package()
    {
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "c", "1.1", Upgrade, "1.0");
        host.Packages.IsBeingChanged = true;

        Assert.Equal((FindingKind.AlteredFile, Severity.High), Only(Scan("b")));
    }

    [Fact]
    public void A_trojan_planted_on_the_day_of_an_upgrade_is_not_explained_by_it()
    {
        Capture();
        Put("trojan");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");

        Assert.Equal(Severity.Critical, Scan("trojan").Single(FindingKind.PackageMismatch).Severity);
        Assert.Equal(Severity.High, host.OpenFindings().Single(FindingKind.AlteredFile).Severity);
    }

    [Fact]
    public void A_change_is_not_explained_by_a_package_that_did_not_change_though_its_list_of_files_says_so()
    {
        Capture();
        Put("trojan");
        host.Packages!.Install(Some.Path, "trojan", "1.0");

        Assert.Equal(Severity.High, Assert.Single(Scan("trojan")).Severity);
    }

    [Fact]
    public void Installing_the_same_version_again_accounts_for_no_other_content()
    {
        Capture();
        Put("trojan");
        host.Packages!.Install(Some.Path, "trojan", "1.0", Upgrade);

        var finding = Assert.Single(Scan("trojan"));

        Assert.Equal(Severity.High, finding.Severity);
        Assert.Equal("package some 1.0 installed again at 2025-03-02T06:25:00Z", finding.Explanation);
    }

    [Fact]
    public void An_old_version_that_packages_brought_back_is_found_on_disk_though_nobody_used_it_and_the_log_is_silent()
    {
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("b"), entry: 2)), disk);
        Put("a");
        host.Packages!.Install(Some.Path, "a", "1.0", Upgrade.AddDays(1), "1.1");

        var silent = Some.Evidence() with { Audit = Some.SilentAudit };

        Assert.Equal(FindingKind.RevertedFile, Assert.Single(host.Scan(silent, disk)).Kind);
    }

    [Fact]
    public void A_file_that_is_another_by_now_is_neither_explained_nor_a_mismatch()
    {
        Capture();
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");
        Put("c");

        var finding = Assert.Single(Scan("b"));

        Assert.Equal((FindingKind.AlteredFile, Severity.High), (finding.Kind, finding.Severity));
        Assert.Null(finding.Package!.MatchesManifest);
    }

    [Fact]
    public void A_mismatch_is_told_on_when_the_package_was_upgraded_since()
    {
        Capture();
        Put("trojan");
        Scan("trojan");
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");

        var findings = host.Scan(Some.Evidence(), disk);

        Assert.Equal(Severity.Critical, findings.Single(FindingKind.PackageMismatch).Severity);
        Assert.Null(findings.Single(FindingKind.AlteredFile).Explanation);
    }

    /// <summary>What counts is the package's version when the path was approved, and not when another path was.</summary>
    [Theory]
    [InlineData("list", Severity.Low)]
    [InlineData(null, Severity.High)]
    public void A_file_that_a_capture_left_out_is_explained_when_what_its_package_brought_is_there_after_all(string? list, Severity severity)
    {
        Capture();
        Put("trojan");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0", list: list);
        Assert.NotEmpty(host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("trojan"), entry: 2)), disk).Refused);
        Put("b");

        var finding = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3)), disk)
            .Single(found => found.Kind == FindingKind.AlteredFile && found.Digest!.Equals(Some.DigestB));

        Assert.Equal(severity, finding.Severity);
    }

    [Fact]
    public void A_file_that_a_capture_left_out_is_not_explained_by_a_list_that_was_edited_after_it()
    {
        Capture();
        Put("trojan");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0", list: "list");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("trojan"), entry: 2)), disk);
        Put("c");
        host.Packages.Install(Some.Path, "c", "1.1", Upgrade, "1.0", list: "edited");

        var findings = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestC, entry: 3)), disk).Where(found => found.Digest!.Equals(Some.DigestC)).ToList();

        Assert.Equal(Severity.Critical, findings.Single(FindingKind.PackageMismatch).Severity);
        Assert.Equal(Severity.High, findings.Single(FindingKind.AlteredFile).Severity);
    }

    [Fact]
    public void A_mismatch_is_told_before_anything_was_captured()
    {
        Put("trojan");

        Assert.Equal(["package-mismatch"], Scan("trojan").On(Some.Path));
    }

    [Fact]
    public void What_the_next_scan_explains_is_low_and_a_mismatch_that_was_told_stays_open()
    {
        Capture();
        Put("b");
        Assert.Equal(Severity.Critical, Scan("b").Max(finding => finding.Severity));

        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");

        var findings = Scan("b");
        Assert.Equal(Severity.Low, findings.Single(FindingKind.AlteredFile).Severity);
        Assert.Equal(Severity.Critical, findings.Single(FindingKind.PackageMismatch).Severity);
    }

    [Fact]
    public void What_a_new_package_brought_is_low_and_says_which_package()
    {
        Capture();
        var added = HostPath.Of("/usr/bin/added");
        folder.Write("usr/bin/added", "added");
        host.Packages!.Install(added, "added", "1.0", Upgrade);

        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Seen(added, Some.DigestOf("added"), entry: 2)), disk));

        Assert.Equal((FindingKind.NewFile, Severity.Low), (finding.Kind, finding.Severity));
        Assert.StartsWith("package some 1.0", finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_version_that_a_package_brought_back_stays_high_and_is_explained()
    {
        Capture();
        Put("b");
        host.Packages!.Install(Some.Path, "b", "1.1", Upgrade, "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("b"), entry: 2)), disk);
        Put("a");
        host.Packages!.Install(Some.Path, "a", "1.0", Upgrade.AddDays(1), "1.1");

        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, Some.Time.AddDays(3))), disk));

        Assert.Equal((FindingKind.RevertedFile, Severity.High), (finding.Kind, finding.Severity));
        Assert.StartsWith("package some 1.1 -> 1.0 at 2025-03-03", finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_the_package_manager_ran_is_low_and_one_that_somebody_else_ran_is_not()
    {
        Capture();
        var script = HostPath.Of("/var/lib/dpkg/info/some.postinst");
        host.Packages!.Script(script, "1.1");
        var byDpkg = Below(script, "/usr/bin/dpkg", "dpkg");
        var bySshd = Below(script, "/usr/sbin/sshd", "sshd");

        Assert.Equal(Severity.Low, Assert.Single(Ran(Some.DigestB, byDpkg)).Severity);
        Assert.Contains(Ran(Some.DigestC, bySshd), finding => finding.Severity == Severity.Medium);

        IReadOnlyList<Finding> Ran(Digest digest, ProcessInfo process) => host.Scan(Some.Evidence(
            Some.Seen(script, digest, entry: 2) with { FirstProcess = process, LatestProcess = process }), disk);
    }

    /// <summary>No package keeps a digest of its scripts; but one version of it has one script.</summary>
    [Theory]
    [InlineData("1.1", Severity.Low)]
    [InlineData("1.0", Severity.High)]
    public void Another_script_of_a_package_came_with_another_version_or_was_written_by_somebody(string version, Severity severity)
    {
        var script = HostPath.Of("/var/lib/dpkg/info/some.postinst");
        var byDpkg = Below(script, "/usr/bin/dpkg", "dpkg");
        host.Packages = new SomePackages();
        host.Packages.Script(script, "1.0");
        host.Capture(Some.Evidence(Some.Seen(script, Some.DigestA) with { FirstProcess = byDpkg, LatestProcess = byDpkg }));
        Approve("/usr/bin/dpkg", "dpkg");
        Approve("/usr/bin/dash", "dash");
        host.Packages.Script(script, version);

        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Seen(script, Some.DigestB, entry: 2)
            with { FirstProcess = byDpkg, LatestProcess = byDpkg }), disk));

        Assert.Equal((FindingKind.AlteredFile, severity), (finding.Kind, finding.Severity));
    }

    /// <summary>Of an unchanged version a package explains no other content than was approved; a signature says that it is the maker's.</summary>
    [Theory]
    [InlineData("good", "good", "1.0", true, Severity.Low)]
    [InlineData("good", "good", "1.0", false, Severity.High)]
    [InlineData("good", "other", "1.0", true, Severity.Critical)]
    public void A_signature_explains_what_its_package_says_belongs_there(string content, string packaged, string version, bool explains, Severity severity)
    {
        Capture();
        Put(content);
        host.Packages!.Install(Some.Path, packaged, version);

        var told = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf(content), entry: 2) with { SignedBy = "CN=vendor", SignatureExplains = explains }), disk);

        Assert.Equal(severity, told.Max(finding => finding.Severity));
        Assert.Equal(explains && packaged == content, told.Any(finding => finding.Explained));
    }

    [Fact]
    public void A_signature_alone_and_that_of_a_copy_explain_nothing()
    {
        Capture();
        var copy = HostPath.Of("/usr/bin/copy");
        var signed = Some.Seen(copy, Some.DigestA, entry: 2) with { SignedBy = "CN=vendor", SignatureExplains = true };

        var told = host.Scan(Some.Evidence(signed), disk);

        Assert.All(told, finding => Assert.False(finding.Explained));
        Assert.Equal(["copied-file", "new-file"], told.On(copy.ToString()).Order());
    }

    /// <summary>Any user can bind a file over dpkg: what counts is the content that it had, and root's rights.</summary>
    [Theory]
    [InlineData("/usr/bin/dpkg", "dpkg", 0u, Severity.Low)]
    [InlineData("/usr/bin/dpkg", "trojan", 0u, Severity.Medium)]
    [InlineData("/usr/bin/dpkg", null, 0u, Severity.Medium)]
    [InlineData("/usr/bin/dpkg", "dpkg", 1000u, Severity.Medium)]
    [InlineData("/usr/bin/dpkg (deleted)", "dpkg", 0u, Severity.Low)]
    [InlineData("/usr/bin/dpkg (deleted)", "trojan", 0u, Severity.Medium)]
    [InlineData("/usr/sbin/sshd", "sshd", 0u, Severity.Medium)]
    [InlineData(null, null, 0u, Severity.Medium)]
    public void A_script_of_a_package_that_is_being_installed_is_low_where_dpkg_is_known_to_have_run_it(string? parent, string? content, uint user, Severity severity)
    {
        Capture();
        Approve("/usr/bin/dpkg", "dpkg");
        Approve("/usr/sbin/sshd", "sshd");
        var process = Below(HostPath.Of("/var/lib/dpkg/tmp.ci/preinst"), parent, content, user);

        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/var/lib/dpkg/tmp.ci/preinst"), Some.DigestB, entry: 2)
            with { FirstProcess = process, LatestProcess = process }), disk));

        Assert.Equal(severity, finding.Severity);
    }

    /// <summary>Root can write a trojan's digest into the package's list: one version has one list.</summary>
    [Theory]
    [InlineData("1.0", "edited", FindingKind.PackageMismatch, Severity.Critical)]
    [InlineData("1.0", "list", FindingKind.AlteredFile, Severity.High)]
    [InlineData("1.1", "edited", FindingKind.AlteredFile, Severity.Low)]
    public void A_package_whose_list_says_something_else_for_the_same_version_explains_nothing(string version, string list, FindingKind worst, Severity severity)
    {
        host.Packages = new SomePackages();
        folder.Write("usr/bin/some", "a");
        host.Packages.Install(Some.Path, "a", "1.0", list: "list");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        host.Packages.Install(Some.Path, "b", version, list: list);

        var findings = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        var told = findings.MaxBy(finding => finding.Severity)!;
        Assert.Equal((worst, severity), (told.Kind, told.Severity));
    }

    /// <summary>A script's process, of a shell that is approved, below a program with that content.</summary>
    private ProcessInfo Below(HostPath script, string? parent, string? content, uint user = 0)
    {
        Approve("/usr/bin/dash", "dash");
        if (content == "dpkg")
            Approve("/usr/bin/dpkg", "dpkg");
        var self = new ActorLink { Program = HostPath.Of("/usr/bin/dash"), Contents = [Some.DigestOf("dash")], Script = script, Euid = user };
        return Some.Process(user: user) with
        {
            Actors = parent is null ? null : new ActorChain(
                [self, new ActorLink { Program = HostPath.Of(parent), Contents = content is null ? [] : [Some.DigestOf(content)], Euid = user }]),
        };
    }

    private void Approve(string path, string content) => host.Change(history => history.Put(new Approval
    {
        Path = HostPath.Of(path),
        Digest = Some.DigestOf(content),
        Terms = ApprovalTerms.From(1),
        OnDiskSince = 1,
        ApprovedAt = Some.Time,
    }));

    [Fact]
    public void A_module_that_no_package_owns_is_unknown_and_one_that_a_package_owns_is_new()
    {
        Capture();
        var mine = HostPath.Of("/usr/lib/modules/6.1/extra/mine.ko");
        var theirs = HostPath.Of("/usr/lib/modules/6.1/kernel/theirs.ko.xz");
        host.Packages!.Install(theirs, "theirs", "6.1");

        var findings = host.Scan(Some.Evidence(Some.Seen(mine, Some.DigestB, entry: 2), Some.Seen(theirs, Some.DigestC, entry: 3)), disk);

        Assert.Equal(["unknown-module", "new-file"], findings.On(mine));
        Assert.Equal(["new-file"], findings.On(theirs));
    }

    [Fact]
    public void Where_not_all_packages_could_be_read_nobody_says_that_none_owns_a_module()
    {
        Capture();
        host.Packages!.Problems = ["left out 1 packages without a list of files"];

        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/x.ko"), Some.DigestB, entry: 2)), disk).On("/opt/x.ko"));
    }

    [Fact]
    public void Where_no_package_manager_is_known_no_module_is_unknown()
    {
        host.Packages = null;
        Capture();

        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/x.ko"), Some.DigestB, entry: 2)), disk).On("/opt/x.ko"));
    }

    [Fact]
    public void A_capture_hashes_what_packages_own_and_has_not_run_yet()
    {
        folder.WriteProgram("usr/bin/tool", "tool");
        folder.Write("usr/lib/libsome.so.3", "library");
        folder.Write("usr/share/doc/some/README", "text");
        foreach (var (path, content) in new[] { ("/usr/bin/tool", "tool"), ("/usr/lib/libsome.so.3", "library"), ("/usr/share/doc/some/README", "text") })
            host.Packages!.Install(HostPath.Of(path), content, "1.0");

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal(["/usr/bin/tool", "/usr/lib/libsome.so.3"], plan.Approved.Select(approval => approval.Path.ToString()));
        Assert.Equal(Some.DigestOf("tool"), plan.Approved[0].Digest);
    }

    [Fact]
    public void A_capture_looks_into_the_policys_folders()
    {
        folder.WriteProgram("usr/local/bin/mine", "mine");
        folder.Write("usr/local/bin/notes.txt", "notes");

        Assert.Equal(["/usr/local/bin/mine"], host.Capture(Some.Evidence(), disk).Approved.Select(approval => approval.Path.ToString()));
    }

    [Fact]
    public void A_capture_refuses_what_differs_from_its_package_and_the_next_scan_tells_of_it()
    {
        folder.WriteProgram("usr/bin/some", "trojan");

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal(FindingKind.PackageMismatch, Assert.Single(plan.Refused).Kind);
        Assert.Empty(plan.Approved);
        Assert.Equal(FindingState.New, host.Scan(Some.Evidence(), disk).Single(FindingKind.PackageMismatch).State);
    }

    [Fact]
    public void A_capture_approves_what_differs_from_its_package_where_it_is_named()
    {
        Put("mine");

        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("mine"))), disk, isDryRun: false, Some.Path.ToString());

        Assert.Empty(Scan("mine"));
    }

    [Fact]
    public void A_package_that_was_repaired_is_approved_and_the_trojan_that_ran_before_is_not()
    {
        Put("trojan");
        Scan("trojan");
        Put("a");

        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf("trojan")), Some.Seen(Some.Path, Some.DigestA, entry: 2)), disk);

        Assert.Equal(Some.DigestA, Assert.Single(host.Approvals(Some.Path)).Digest);
    }

    [Fact]
    public void A_generation_keeps_the_versions_of_its_packages()
    {
        Capture();

        Assert.Equal("1.0", host.Ask(history => history.Packages(1))!.Versions["some"]);
    }

    private static (FindingKind Kind, Severity Severity) Only(IEnumerable<Finding> findings) =>
        findings.Select(finding => (finding.Kind, finding.Severity)).Single();

    private void Capture() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);

    private IReadOnlyList<Finding> Scan(string content) =>
        [.. host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestOf(content), entry: 2)), disk)
            .Where(finding => finding.Kind != FindingKind.NoBaseline)];

    private void Put(string content) => folder.Write("usr/bin/some", content);
}
