using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>Files that a group's indicators or a hash list name, told by whole scans.</summary>
public sealed class KnownBadTests : IDisposable
{
    private static readonly HostPath Bad = HostPath.Of("/usr/local/lib/libntp.so");
    private static readonly HostPath OfManyNames = HostPath.Of("/usr/bin/url");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_indicators_path_is_told_with_its_group_techniques_and_source()
    {
        host.Capture(Some.Evidence());

        var finding = host.Scan(Some.Evidence(Some.Seen(Bad, Some.DigestA))).Single(FindingKind.KnownBad);

        Assert.Equal((Severity.Critical, "indicator:rocke", "is an indicator of Rocke: a library that hides its processes through ld.so.preload"),
            (finding.Severity, finding.Rule, finding.Message));
        Assert.Equal(["T1014", "T1574.006"], finding.Techniques.Select(technique => technique.Id));
        Assert.StartsWith("named in ", finding.Explanation, StringComparison.Ordinal);
        Assert.Equal("deploy", finding.Process!.User);
    }

    [Fact]
    public void It_is_told_before_anything_was_captured() =>
        host.Scan(Some.Evidence(Some.Seen(Bad, Some.DigestA))).Single(FindingKind.KnownBad);

    [Fact]
    public void A_digest_that_was_approved_under_such_a_path_is_silent_and_another_is_not()
    {
        host.Capture(Some.Evidence(Some.Seen(Bad, Some.DigestA)), include: Bad.ToString());

        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(Bad, Some.DigestA))));
        host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(Bad, Some.DigestB, entry: 2))).Single(FindingKind.KnownBad);
    }

    [Fact]
    public void What_a_package_owns_is_not_told_by_a_name_that_others_use()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/url", "a");
        host.Packages = new SomePackages();
        host.Capture(Some.Evidence(), disk);
        host.Scan(Some.Evidence(Some.Seen(OfManyNames, Some.DigestA)), disk).Single(FindingKind.KnownBad);
        host.Packages.Install(OfManyNames, "a", "1.0", Some.Time.AddHours(2));

        // What was told stays open, and the file of another content is not told by the name.
        Assert.Equal(["known-bad", "new-file"], host.Scan(Some.Evidence(Some.Seen(OfManyNames, Some.DigestA)), disk).On(OfManyNames).Order());
        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Seen(OfManyNames, Some.DigestB, entry: 2)), disk)
            .Where(finding => finding.Digest!.Equals(Some.DigestB)).Select(finding => finding.Kind.Name()));
        Assert.Equal([FindingKind.KnownBad], host.Capture(Some.Evidence(), disk).Refused.Select(finding => finding.Kind));
    }

    [Fact]
    public void A_first_capture_asks_the_packages_before_it_refuses()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/url", "a");
        host.Packages = new SomePackages();
        host.Packages.Install(OfManyNames, "a", "1.0");

        Assert.Empty(host.Capture(Some.Evidence(Some.Seen(OfManyNames, Some.DigestA)), disk).Refused);
    }

    [Fact]
    public void A_capture_refuses_such_a_path_and_the_next_scan_tells_of_it()
    {
        var plan = host.Capture(Some.Evidence(Some.Seen(Bad, Some.DigestA)));

        Assert.Equal(FindingKind.KnownBad, Assert.Single(plan.Refused).Kind);
        Assert.Empty(host.Approvals(Bad));
        Assert.Equal(FindingState.New, host.Scan(Some.Evidence()).Single(FindingKind.KnownBad).State);
    }

    [Fact]
    public void A_capture_refuses_what_lies_on_disk_and_never_ran_by_path_and_by_content()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.WriteProgram("usr/local/lib/libntp.so", "\u007fELF a");
        folder.WriteProgram("usr/local/bin/tool", "\u007fELF b");
        List("ours", Some.DigestOf("\u007fELF b"));

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal(["/usr/local/bin/tool", "/usr/local/lib/libntp.so"], plan.Refused.Select(finding => finding.Path.ToString()));
        Assert.All(plan.Refused, finding => Assert.Equal(FindingKind.KnownBad, finding.Kind));
        Assert.Equal(2, host.Scan(Some.Evidence(), disk).Count(finding => finding.Kind == FindingKind.KnownBad));
    }

    [Fact]
    public void Content_that_a_list_names_is_told_by_what_the_list_calls_it()
    {
        host.Capture(Some.Evidence());
        List("kworkerds \u001b[31m", Some.DigestB);

        var finding = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB))).Single(FindingKind.KnownBad);

        Assert.Equal(("hash-list", "its content is in a list of known bad files"), (finding.Rule, finding.Message));
        Assert.Equal($"listed in {folder["list"]} as kworkerds \u001b[31m", finding.Explanation);
    }

    [Fact]
    public void A_list_that_comes_after_the_approval_is_told_all_the_same()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        Assert.Empty(host.Scan(Some.Evidence()));
        List("late", Some.DigestA);

        Assert.Equal(["known-bad"], host.Scan(Some.Evidence()).On(Some.Path));
        Assert.Equal(["known-bad"], host.Scan(Some.Evidence()).On(Some.Path));
        Assert.Equal(["known-bad"], host.OpenFindings().On(Some.Path));
    }

    [Fact]
    public void A_capture_does_not_settle_it_and_accepting_does_through_later_captures()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        List("late", Some.DigestA);
        host.Scan(Some.Evidence());
        host.Capture(Some.Evidence());
        var finding = host.Scan(Some.Evidence()).Single(FindingKind.KnownBad);

        Accept(finding);

        Assert.Empty(host.Scan(Some.Evidence()));
        var life = Assert.Single(host.Ask(history => history.Findings()), life => life.Kind == "known-bad");
        Assert.Equal(("root", "harmless"), (life.AcceptedBy, life.AcceptedReason));
        host.Capture(Some.Evidence(Some.OtherBoot, Some.Seen(Some.Path, Some.DigestA, at: Some.Time.AddHours(3))));
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(Some.Path, Some.DigestA, at: Some.Time.AddHours(4)))));
        Assert.Empty(host.OpenFindings());
    }

    [Fact]
    public void Accepting_one_accepts_no_other_that_is_approved_and_listed()
    {
        var other = HostPath.Of("/usr/bin/other");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(other, Some.DigestB)));
        List("late", Some.DigestA, Some.DigestB);
        var findings = host.Scan(Some.Evidence());

        Accept(findings.First(finding => finding.Path == Some.Path));

        Assert.Equal([other], host.Scan(Some.Evidence()).Select(finding => finding.Path));
    }

    [Fact]
    public void Naming_a_listed_file_to_a_capture_approves_it_and_waives_what_the_list_says_of_that_content_there()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.WriteProgram("usr/local/bin/tool", "\u007fELF b");
        List("ours", Some.DigestA, Some.DigestOf("\u007fELF b"));

        var plan = host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk, include: [Some.Path.ToString(), "/usr/local/bin/tool"]);

        Assert.Empty(plan.Refused);
        Assert.Equal(2, plan.Approved.Count);
        Assert.Empty(host.Scan(Some.Evidence(), disk));
        Assert.Equal(["known-bad"], host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/usr/bin/elsewhere"), Some.DigestA, entry: 2))).On("/usr/bin/elsewhere")
            .Where(kind => kind == "known-bad"));
    }

    [Fact]
    public void When_the_list_is_gone_the_finding_stays_and_tells_of_no_more_files()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        List("late", Some.DigestA);
        Assert.Single(host.Scan(Some.Evidence()));

        host.Policy = SomeHost.Shipped;

        var told = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/other"), Some.DigestA, entry: 2)));
        Assert.Equal((Some.Path, Severity.Critical), told.Where(finding => finding.Kind == FindingKind.KnownBad).Select(finding => (finding.Path, finding.Severity)).Single());
    }

    private void Accept(Finding finding) => host.Accept("harmless", finding);

    /// <summary>Lays a policy with such a list over the shipped one.</summary>
    private void List(string name, params Digest[] digests)
    {
        var list = folder.Write("list", string.Concat(digests.Select(digest => $"{digest.Hex} {name}\n")));
        host.Policy = PolicyLoader.Load([folder.Write("policy.json", $$"""{"hashLists": ["{{list}}"]}""")]);
    }
}
