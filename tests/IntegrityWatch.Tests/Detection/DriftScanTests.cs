using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

public sealed class DriftScanTests : IDisposable
{
    private static readonly HostPath Added = HostPath.Of("/usr/bin/added");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Before_the_first_capture_there_is_one_finding_and_not_one_a_path()
    {
        var finding = Assert.Single(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Added, Some.DigestB))));

        Assert.Equal((FindingKind.NoBaseline, Severity.Low), (finding.Kind, finding.Severity));
        Assert.True(finding.Path.IsEmpty);
        Assert.Null(finding.Digest);
    }

    [Fact]
    public void Before_the_first_capture_what_is_suspicious_is_told_all_the_same() =>
        Assert.Equal(["suspicious-location"], host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/tmp/x"), Some.DigestA))).On("/tmp/x"));

    [Fact]
    public void A_finding_is_new_once_and_open_from_then_on()
    {
        CaptureSome();
        var evidence = Some.Evidence(Some.Seen(Added, Some.DigestB, entry: 2));

        var first = Assert.Single(host.Scan(evidence));
        var second = Assert.Single(host.Scan(evidence));
        var third = Assert.Single(host.Scan(Some.Evidence()));

        Assert.Equal([FindingState.New, FindingState.Open, FindingState.Open], new[] { first, second, third }.Select(finding => finding.State));
        Assert.Single(new[] { first, second, third }.Select(finding => finding.Id).Distinct());
    }

    [Fact]
    public void A_capture_resolves_drift()
    {
        CaptureSome();
        host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB)));

        host.Capture(Some.Evidence());

        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB))));
        Assert.Empty(host.OpenFindings());
    }

    [Fact]
    public void A_scan_approves_nothing()
    {
        CaptureSome();

        host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB)));

        Assert.Empty(host.Approvals(Added));
        Assert.Single(host.Ask(history => history.Generations));
    }

    [Fact]
    public void What_the_policy_no_longer_names_is_gone()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/x"), Some.DigestA));
        host.Scan(evidence);
        host.Policy = PolicyWith("""{"locations": [{"id": "temporary-folder", "paths": ["/none"], "severity": "low", "message": "m"}]}""");

        Assert.Empty(host.Scan(evidence).On("/tmp/x"));
        Assert.Empty(host.OpenFindings().On("/tmp/x"));
    }

    [Fact]
    public void What_the_policy_newly_names_is_found_in_what_was_seen_before()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/opt/x"), Some.DigestA));
        host.Scan(evidence);
        host.Policy = PolicyWith("""{"locations": [{"id": "mine", "paths": ["/opt/**"], "severity": "low", "message": "m"}]}""");

        var finding = host.Scan(Some.Evidence()).Single(FindingKind.SuspiciousLocation);

        Assert.Equal((FindingState.New, Severity.Low, "mine"), (finding.State, finding.Severity, finding.Rule));
    }

    [Fact]
    public void A_finding_that_was_accepted_is_told_no_more()
    {
        CaptureSome();
        host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB)));

        AcceptAll();

        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB))));
        Assert.Empty(host.OpenFindings());
    }

    [Fact]
    public void An_event_stays_open_as_long_as_the_policy_says()
    {
        CaptureSome();
        Assert.Equal(FindingState.New, Assert.Single(host.Scan(WithViolation)).State);

        host.Now += TimeSpan.FromDays(6.9);
        Assert.Equal(FindingState.Open, Assert.Single(host.Scan(Some.Evidence())).State);
        host.Now += TimeSpan.FromDays(0.2);
        Assert.Empty(host.Scan(Some.Evidence()));
        Assert.Empty(host.OpenFindings());
    }

    [Fact]
    public void An_event_that_happens_again_after_that_is_new()
    {
        CaptureSome();
        host.Scan(WithViolation);
        host.Now += TimeSpan.FromDays(8);
        host.Scan(Some.Evidence());

        Assert.Equal(FindingState.New, Assert.Single(host.Scan(WithViolation)).State);
    }

    [Fact]
    public void An_event_that_happens_again_while_it_is_open_stays_open_from_then()
    {
        CaptureSome();
        host.Scan(WithViolation);
        host.Now += TimeSpan.FromDays(6);
        Assert.Equal(FindingState.Open, Assert.Single(host.Scan(WithViolation)).State);

        host.Now += TimeSpan.FromDays(6);
        Assert.Single(host.Scan(Some.Evidence()));
        host.Now += TimeSpan.FromDays(2);
        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Fact]
    public void An_accepted_event_that_happens_again_is_new()
    {
        CaptureSome();
        host.Scan(WithViolation);
        AcceptAll();
        Assert.Empty(host.Scan(Some.Evidence()));

        Assert.Equal(FindingState.New, Assert.Single(host.Scan(WithViolation)).State);
    }

    [Fact]
    public void Events_need_no_baseline_and_a_capture_does_not_end_them()
    {
        host.Scan(WithViolation);
        CaptureSome();

        Assert.Equal(FindingKind.Violation, Assert.Single(host.Scan(Some.Evidence())).Kind);
    }

    [Fact]
    public void The_disk_confirms_what_it_still_holds()
    {
        CaptureSome();
        folder.Write("usr/bin/added", "b");
        folder.Write("usr/bin/some", "something else by now");
        using var disk = new EvidenceRoot(folder.Path);

        var findings = host.Scan(
            Some.Evidence(Some.Seen(Added, Some.DigestB, entry: 2), Some.Seen(Some.Path, Some.DigestC, entry: 3)), disk);

        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit | EvidenceSources.Disk, findings.Single(FindingKind.NewFile).Sources);
        Assert.Equal(EvidenceSources.Ima | EvidenceSources.Audit, findings.Single(FindingKind.AlteredFile).Sources);
    }

    [Fact]
    public void A_name_that_audit_corrects_is_not_told_under_its_old_name()
    {
        CaptureSome();
        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestB))).On("/opt/my_tool"));

        var findings = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestB)));

        Assert.Equal("/opt/my tool", Assert.Single(findings).Path.ToString());
        Assert.Equal(findings.Select(finding => finding.Id), host.OpenFindings().Select(finding => finding.Id));
    }

    [Fact]
    public void A_name_that_audit_corrects_while_the_policy_changes_is_not_told_under_its_old_name()
    {
        CaptureSome();
        host.Scan(Some.Evidence(Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestB)));
        host.Policy = PolicyWith("""{"keepEventsOpen": 8}""");

        Assert.Equal("/opt/my tool", Assert.Single(host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestB)))).Path.ToString());
    }

    private static EvidenceSnapshot WithViolation => Some.Evidence() with { Incidents = [Some.Violation()] };

    private void CaptureSome() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    private void AcceptAll() => host.Change(history =>
    {
        foreach (var life in history.Findings())
            history.Put(life with { AcceptedAt = host.Now, AcceptedBy = "root", AcceptedReason = "known" });
    });

    private Policy PolicyWith(string policy) => PolicyLoader.Load([folder.Write("policy.json", policy)]);
}
