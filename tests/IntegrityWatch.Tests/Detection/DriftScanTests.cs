using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

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
    public void No_policy_closes_what_was_told_but_one_that_lowers_it_is_heard()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/x"), Some.DigestA));
        var told = host.Scan(evidence).Single(FindingKind.SuspiciousLocation);
        host.Policy = PolicyWith("""{"locations": [{"id": "temporary-folder", "paths": ["/none"], "severity": "low", "message": "m"}]}""");
        foreach (var open in new[] { host.Scan(evidence), host.OpenFindings(), host.Scan(evidence) })
            Assert.Equal((told.Id, told.Message, Severity.Low), open.Where(finding => finding.Kind == FindingKind.SuspiciousLocation)
                .Select(finding => (finding.Id, finding.Message, finding.Severity)).Single());

        host.Policy = PolicyWith("""{"locations": [{"id": "temporary-folder", "paths": ["/tmp/**"], "severity": "medium", "message": "n"}]}""");
        Assert.Equal(("n", Severity.Medium), host.Scan(evidence).Where(finding => finding.Kind == FindingKind.SuspiciousLocation)
            .Select(finding => (finding.Message, finding.Severity)).Single());
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

        PassDays(6.9);
        Assert.Equal(FindingState.Open, Assert.Single(host.Scan(Some.Evidence())).State);
        PassDays(0.2);
        Assert.Empty(host.Scan(Some.Evidence()));
        Assert.Empty(host.OpenFindings());
    }

    [Fact]
    public void A_host_that_is_not_looked_at_does_not_age_by_more_than_a_scan_may_be_old()
    {
        CaptureSome();
        host.Scan(WithViolation);

        for (var scan = 0; scan < 6; scan++)
        {
            host.Now += TimeSpan.FromDays(30);
            Assert.Single(host.Scan(Some.Evidence()));
        }
        host.Now += TimeSpan.FromDays(30);
        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Fact]
    public void A_clock_that_goes_back_ages_nothing_and_makes_nothing_younger()
    {
        CaptureSome();
        host.Scan(WithViolation);
        PassDays(6.9);
        host.Scan(Some.Evidence());
        host.Now -= TimeSpan.FromDays(100);
        Assert.Single(host.Scan(Some.Evidence()));

        PassDays(0.2);

        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Theory]
    [InlineData(13, true, true)]
    [InlineData(11, true, false)]
    [InlineData(13, false, false)]
    public void A_quiet_scan_is_written_now_and_then_where_something_has_to_age(int hours, bool hasEvent, bool isWritten)
    {
        CaptureSome();
        host.Scan(hasEvent ? WithViolation : Some.Evidence());
        host.Now += TimeSpan.FromHours(hours);

        var changed = false;
        host.Scan(Some.Evidence(), (history, _, _) => changed = history.HasChanges);

        Assert.Equal(isWritten, changed);
    }

    [Fact]
    public void An_event_that_happens_again_after_that_is_new()
    {
        CaptureSome();
        host.Scan(WithViolation);
        PassDays(8);
        host.Scan(Some.Evidence());

        Assert.Equal(FindingState.New, Assert.Single(host.Scan(WithViolation)).State);
    }

    [Fact]
    public void An_event_that_happens_again_while_it_is_open_stays_open_from_then()
    {
        CaptureSome();
        host.Scan(WithViolation);
        PassDays(6);
        Assert.Equal(FindingState.Open, Assert.Single(host.Scan(WithViolation)).State);

        PassDays(6);
        Assert.Single(host.Scan(Some.Evidence()));
        PassDays(2);
        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Fact]
    public void A_gap_stays_open_as_long_as_its_cause_holds_and_then_only_as_long_as_events_are_kept()
    {
        CaptureSome();
        var gap = Some.Evidence() with { Incidents = [Some.Gap(EvidenceGapCause.TpmWeaker) with { Persists = true }] };
        Assert.Equal(FindingState.New, Assert.Single(host.Scan(gap)).State);
        for (var day = 0; day < 20; day++)
        {
            host.Now += TimeSpan.FromDays(1);
            Assert.Equal(FindingState.Open, Assert.Single(host.Scan(gap)).State);
        }

        Assert.Empty(host.Scan(Some.Evidence()));
        Assert.Equal(FindingState.New, Assert.Single(host.Scan(gap)).State);
    }

    [Fact]
    public void A_gap_that_was_dealt_with_comes_back_where_it_got_worse_or_in_another_boot_and_not_before()
    {
        CaptureSome();
        var gap = Some.Gap(EvidenceGapCause.NoRecords) with { Persists = true };
        EvidenceSnapshot With(Incident told, string boot = Some.Boot) => Some.Evidence(boot) with { Incidents = [told] };
        Assert.Equal(Severity.Medium, Assert.Single(host.Scan(With(gap))).Severity);
        CloseAll(FindingClosure.Resolved);
        Assert.Empty(host.Scan(With(gap)));

        Assert.Equal((FindingState.New, Severity.High), Assert.Single(host.Scan(With(gap with { Gap = EvidenceGapCause.NoRecordsStill })))
            is var worse ? (worse.State, worse.Severity) : default);
        CloseAll(FindingClosure.Accepted);
        Assert.Empty(host.Scan(With(gap with { Gap = EvidenceGapCause.NoRecordsStill })));
        Assert.Equal(FindingState.New, Assert.Single(host.Scan(With(gap, Some.OtherBoot))).State);
    }

    [Fact]
    public void Records_that_came_after_all_close_their_gap_and_no_other()
    {
        CaptureSome();
        host.Scan(Some.Evidence() with
        {
            Incidents = [Some.Gap(EvidenceGapCause.NoRecords) with { Persists = true }, Some.Gap(EvidenceGapCause.TpmWeaker) with { Persists = true }],
        });

        Assert.StartsWith("tpm-weaker", Assert.Single(host.Scan(Some.Evidence())).Subject, StringComparison.Ordinal);
        Assert.Equal([FindingClosure.Over], host.Ask(history => history.Findings()).Where(life => life is { Closed: not null, Kind: "evidence-gap" }).Select(life => life.Closed!.Value));
    }

    [Fact]
    public void A_policy_that_judges_less_is_told_until_a_person_says_something()
    {
        CaptureSome();
        host.Scan(Some.Evidence() with { Incidents = [Some.Gap(EvidenceGapCause.PolicyJudgesLess)] });

        PassDays(100);

        Assert.Single(host.Scan(Some.Evidence()));
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

    [Theory]
    [InlineData(FindingKind.ListTampered)]
    [InlineData(FindingKind.SignatureInvalid)]
    public void What_is_no_event_of_a_moment_stays_open_however_old_it_is(FindingKind kind)
    {
        CaptureSome();
        host.Scan(Some.Evidence() with { Incidents = [new Incident { Kind = kind, Path = Some.Path, Digest = Some.DigestA, Subject = "of the list", Sources = EvidenceSources.Ima, Cause = "it is so" }] });

        PassDays(30);

        Assert.Equal([kind], host.Scan(Some.Evidence()).Select(finding => finding.Kind));
    }

    /// <summary>A scan a day, and one at the end.</summary>
    private void PassDays(double days)
    {
        for (; days > 1; days--)
        {
            host.Now += TimeSpan.FromDays(1);
            host.Scan(Some.Evidence());
        }
        host.Now += TimeSpan.FromDays(days);
    }

    private void CloseAll(FindingClosure closure) => host.Change(history =>
    {
        foreach (var life in history.Findings())
            history.Put(life with { Closed = closure });
    });

    private static EvidenceSnapshot WithViolation => Some.Evidence() with { Incidents = [Some.Violation()] };

    private void CaptureSome() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    private void AcceptAll() => host.Change(history =>
    {
        foreach (var life in history.Findings())
            history.Put(life with { AcceptedAt = host.Now, AcceptedBy = "root", AcceptedReason = "known" });
    });

    private Policy PolicyWith(string policy) => PolicyLoader.Load([folder.Write("policy.json", policy)]);
}
