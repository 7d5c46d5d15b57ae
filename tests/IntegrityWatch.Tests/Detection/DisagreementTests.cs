using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Detection;

/// <summary>Where the sources, or two looks, do not say the same.</summary>
public sealed class DisagreementTests : IDisposable
{
    private static readonly HostPath Added = HostPath.Of("/usr/bin/added");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public DisagreementTests() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_use_that_the_list_should_hold_and_does_not_is_a_gap()
    {
        var findings = host.Scan(Some.Evidence(Some.Audited(Added, Some.DigestB, Some.Time.AddMinutes(1)) with { ShouldBeListed = true }));

        var gap = Assert.Single(findings, finding => finding.Kind == FindingKind.EvidenceGap);
        Assert.Equal(Added, gap.Path);
        Assert.Equal(Severity.Medium, gap.Severity);
    }

    [Fact]
    public void A_file_that_went_back_to_what_this_boots_list_holds_is_no_gap()
    {
        var back = Some.Audited(Some.Path, Some.DigestA, Some.Time.AddMinutes(5)) with { ShouldBeListed = true };

        Assert.Empty(host.Scan(Some.Evidence(back)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_of_the_host_whose_entry_was_read_as_a_containers_in_this_boot_is_no_gap(bool wasInThisBoot)
    {
        var container = Some.Seen(Added, Some.DigestB, entry: 2) with { Realm = Realm.Container, Container = "docker" };
        host.Scan(wasInThisBoot ? Some.Evidence(container) : Some.Evidence(Some.OtherBoot, container));

        var findings = host.Scan(Some.Evidence(Some.Audited(Added, Some.DigestB, Some.Time.AddMinutes(5)) with { ShouldBeListed = true }));

        Assert.Equal(!wasInThisBoot, findings.Any(finding => finding.Kind == FindingKind.EvidenceGap));
    }

    [Fact]
    public void What_only_the_list_told_of_stays_listed_when_a_record_calls_it_a_containers()
    {
        host.Scan(Some.Evidence(Some.Listed(Added, Some.DigestB, entry: 2)));
        host.Scan(Some.Evidence(Some.Audited(Added, Some.DigestB, Some.Time) with { Realm = Realm.Container, Container = "docker", IsProven = true }));

        var seen = Assert.Single(host.Ask(history => history.Elsewhere(Added)));
        Assert.Equal((Some.Boot, 2), (Assert.Single(seen.Boots), seen.ListEntry));
        Assert.DoesNotContain(host.Scan(Some.Evidence(Some.Audited(Added, Some.DigestB, Some.Time.AddMinutes(5)) with { ShouldBeListed = true })),
            finding => finding.Kind == FindingKind.EvidenceGap);
    }

    [Fact]
    public void Two_contents_in_one_boot_that_only_the_list_tells_of_are_ambiguous()
    {
        var findings = host.Scan(Some.Evidence(Some.Listed(Added, Some.DigestB, entry: 2), Some.Listed(Added, Some.DigestC, entry: 3)));

        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.True(finding.Ambiguous));
    }

    [Fact]
    public void A_content_that_was_used_only_after_the_other_took_its_place_and_is_not_ambiguous()
    {
        var findings = host.Scan(Some.Evidence(
            Some.Seen(Added, Some.DigestB, entry: 2, at: Some.Time.AddMinutes(1)),
            Some.Seen(Added, Some.DigestC, entry: 3, at: Some.Time.AddMinutes(2))));

        Assert.All(findings, finding => Assert.False(finding.Ambiguous));
    }

    [Fact]
    public void A_failed_appraisal_is_told_once_however_often_it_is_read()
    {
        var evidence = Some.Evidence() with
        {
            Incidents =
            [
                new Incident
                {
                    Kind = FindingKind.AppraisalFailed,
                    Path = Added,
                    Subject = "invalid-hash",
                    Cause = "invalid-hash",
                    Sources = EvidenceSources.Audit,
                    Process = Some.Process(Some.Time),
                },
            ],
        };

        var first = Assert.Single(host.Scan(evidence));
        var second = Assert.Single(host.Scan(evidence));

        Assert.Equal((FindingKind.AppraisalFailed, Severity.High, FindingState.New), (first.Kind, first.Severity, first.State));
        Assert.Contains("invalid-hash", first.Message, StringComparison.Ordinal);
        Assert.Equal(FindingState.Open, second.State);
    }

    [Fact]
    public void Without_an_audit_log_the_disk_tells_that_an_old_version_came_back()
    {
        folder.Write("usr/bin/some", "a"u8.ToArray());
        using var disk = new EvidenceRoot(folder.Path);
        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestB, entry: 2)));
        Assert.Equal(Some.DigestA, Assert.Single(host.Approvals(Some.Path), known => known.IsSuperseded).Digest);

        var first = Assert.Single(host.Scan(Some.Evidence(), disk));
        var second = Assert.Single(host.Scan(Some.Evidence(), disk));

        Assert.Equal((FindingKind.RevertedFile, Some.DigestA), (first.Kind, first.Digest));
        Assert.True(first.Sources.HasFlag(EvidenceSources.Disk));
        Assert.Equal((FindingState.New, FindingState.Open), (first.State, second.State));
    }

    [Fact]
    public void A_list_that_was_altered_is_critical_and_stays_open()
    {
        var altered = Some.Evidence() with
        {
            Incidents = [new Incident { Kind = FindingKind.ListTampered, Subject = "boot pcr", Sources = EvidenceSources.Ima, Cause = "entry 3" }],
        };

        var first = Assert.Single(host.Scan(altered));
        var later = Assert.Single(host.Scan(Some.Evidence()));

        Assert.Equal((FindingKind.ListTampered, Severity.Critical), (first.Kind, first.Severity));
        Assert.Equal(first.Id, later.Id);
    }
}
