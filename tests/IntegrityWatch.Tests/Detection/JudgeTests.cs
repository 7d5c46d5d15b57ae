using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What each observation means, told by whole scans against a baseline that holds digest A of some path.</summary>
public sealed class JudgeTests : IDisposable
{
    private readonly SomeHost host = new();

    public JudgeTests() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    public void Dispose() => host.Dispose();

    [Fact]
    public void What_is_approved_is_silent() =>
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(Some.Path, Some.DigestA, at: Later(1)))));

    [Fact]
    public void What_was_seen_before_the_capture_is_silent_too() =>
        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestA))));

    [Fact]
    public void An_incident_of_each_kind_is_told_as_what_it_is()
    {
        FindingKind[] kinds = [.. Enum.GetValues<FindingKind>().Where(kind => kind.IsOfIncident())];

        var findings = host.Scan(Some.Evidence(Some.OtherBoot) with { Incidents = [.. kinds.Select(kind => Some.Violation() with { Kind = kind })] });

        Assert.Equal(kinds, findings.Select(finding => finding.Kind).Order());
        Assert.All(findings, finding => Assert.Equal(finding.Kind.Name(), finding.Rule));
    }

    [Fact]
    public void A_path_in_no_generation_is_new()
    {
        var finding = Assert.Single(Seen("/usr/bin/added", Some.DigestB));

        Assert.Equal((FindingKind.NewFile, Severity.Medium, FindingState.New), (finding.Kind, finding.Severity, finding.State));
        Assert.Equal("deploy", finding.Process!.User);
        Assert.Equal(["T1105"], finding.Techniques.Select(technique => technique.Id));
        Assert.Empty(finding.Known);
    }

    [Fact]
    public void Another_digest_than_the_approved_one_is_altered()
    {
        var finding = Assert.Single(Seen(Some.Path, Some.DigestB));

        Assert.Equal((FindingKind.AlteredFile, Severity.High), (finding.Kind, finding.Severity));
        var known = Assert.Single(finding.Known);
        Assert.Equal((Some.DigestA, KnownState.Approved, 1), (known.Digest, known.State, known.Generation));
        Assert.Equal(Some.Time, known.FirstSeen);
    }

    [Fact]
    public void A_superseded_digest_that_is_used_again_is_reverted_and_names_who_used_it_now()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, at: Later(1))));

        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, Later(2), user: 0))));

        Assert.Equal((FindingKind.RevertedFile, Severity.High), (finding.Kind, finding.Severity));
        Assert.Contains("generation 2", finding.Message, StringComparison.Ordinal);
        Assert.Equal((0u, Later(2)), (finding.Process!.Euid!.Value, finding.Process.Time));
        Assert.Equal(KnownState.Approved, Assert.Single(finding.Known).State);
    }

    [Fact]
    public void A_superseded_digest_that_nobody_used_again_is_silent()
    {
        var evidence = Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2, at: Later(1)));
        host.Capture(evidence);

        Assert.Empty(host.Scan(evidence));
        Assert.Equal(Some.DigestA, Assert.Single(host.Approvals(Some.Path), known => known.IsSuperseded).Digest);
    }

    [Theory]
    [InlineData("/usr/local/bin/copy", Severity.Medium)]
    [InlineData("/home/deploy/copy", Severity.High)]
    public void An_approved_digest_at_another_path_is_a_copy(string path, Severity severity)
    {
        var findings = Seen(path, Some.DigestA);

        var finding = findings.Single(FindingKind.CopiedFile);
        Assert.Equal(severity, finding.Severity);
        Assert.Equal([Some.Path], finding.SameDigestAs);
        Assert.Equal(["copied-file", "new-file"], findings.On(path).Order(StringComparer.Ordinal));
        Assert.Equal([findings.Single(FindingKind.NewFile).Id], finding.Related);
    }

    [Fact]
    public void A_superseded_digest_at_another_path_is_no_copy_of_a_program_that_is_approved()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, at: Later(1))));

        Assert.Equal(["new-file"], Seen("/usr/local/bin/copy", Some.DigestA).On("/usr/local/bin/copy"));
    }

    [Fact]
    public void From_a_folder_for_temporary_files_is_suspicious()
    {
        var finding = Seen("/tmp/tool", Some.DigestB).Single(FindingKind.SuspiciousLocation);

        Assert.Equal((Severity.High, "temporary-folder"), (finding.Severity, finding.Rule));
    }

    [Fact]
    public void With_a_name_that_passes_for_something_else_it_is_critical()
    {
        var finding = Seen("/tmp/java", Some.DigestB).Single(FindingKind.SuspiciousLocation);

        Assert.Equal((Severity.Critical, "temporary-folder+system-program"), (finding.Severity, finding.Rule));
        Assert.Contains("T1036.005", finding.Techniques.Select(technique => technique.Id));
    }

    [Fact]
    public void What_is_approved_in_a_bad_place_is_silent()
    {
        var evidence = Some.Evidence(Some.OtherBoot, Some.Seen(HostPath.Of("/tmp/java"), Some.DigestB, at: Later(1)));
        host.Capture(evidence, include: "/tmp/java");

        Assert.Empty(host.Scan(evidence));
    }

    [Fact]
    public void A_rule_for_root_sees_root_though_somebody_else_came_first()
    {
        var path = HostPath.Of("/run/user/1000/tool");

        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Seen(path, Some.DigestB, at: Later(1)))).On(path));
        Assert.Contains("suspicious-location",
            host.Scan(Some.Evidence(Some.Audited(path, Some.DigestB, Later(2), user: 0))).On(path));
    }

    [Theory]
    [InlineData("memfd:kthreadd", "runs from memory: it never was a file on disk")]
    [InlineData("runc", "runs without a path: the kernel could not place it in the file system")]
    public void A_program_without_a_path_is_fileless_and_nothing_else(string name, string message)
    {
        var finding = Assert.Single(Seen(name, Some.DigestB));

        Assert.Equal((FindingKind.Fileless, Severity.Critical, message), (finding.Kind, finding.Severity, finding.Message));
    }

    [Fact]
    public void The_other_digests_of_the_path_are_known_with_their_dates_and_those_of_this_look_too()
    {
        var findings = host.Scan(Some.Evidence(
            Some.Seen(Some.Path, Some.DigestB, entry: 2, at: Later(1)), Some.Seen(Some.Path, Some.DigestC, entry: 3, at: Later(2))));

        var known = findings.First(finding => finding.Digest!.Equals(Some.DigestC)).Known;
        Assert.Equal([(Some.DigestA, KnownState.Approved), (Some.DigestB, KnownState.Observed)],
            known.Select(digest => (digest.Digest, digest.State)));
        Assert.Equal(Later(1), known[1].LastSeen);
    }

    [Fact]
    public void A_space_that_a_baseline_without_audit_did_not_see_is_no_drift()
    {
        host.Capture(Some.Evidence(Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestB)));

        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestB, at: Later(1)))));
        Assert.Equal(["altered-file"],
            host.Scan(Some.Evidence(Some.OtherBoot, Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestC, entry: 2, at: Later(2)))).On("/opt/my tool"));
    }

    [Fact]
    public void A_space_that_a_list_without_audit_does_not_show_is_no_drift()
    {
        host.Capture(Some.Evidence(Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestB)));

        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestB))));
        Assert.Equal(["new-file"],
            host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestC, entry: 2))).On("/opt/my_tool"));
    }

    private static DateTimeOffset Later(int hours) => Some.Time.AddHours(hours);

    private IReadOnlyList<Finding> Seen(string path, Digest digest) => Seen(HostPath.Of(path), digest);

    private IReadOnlyList<Finding> Seen(HostPath path, Digest digest) =>
        host.Scan(Some.Evidence(Some.Seen(path, digest, entry: 2, at: Later(2))));
}
