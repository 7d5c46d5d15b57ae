using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection;

public sealed class BaselineCaptureTests : IDisposable
{
    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public BaselineCaptureTests() => disk = new EvidenceRoot(folder.Path);

    public void Dispose()
    {
        disk.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_the_disk_holds_is_approved_though_nobody_used_it_yet()
    {
        folder.Write("usr/bin/some", "c");

        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);

        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestC))));
    }

    [Fact]
    public void Without_the_disk_the_logs_order_tells_that_a_file_went_back()
    {
        host.Capture(Some.Evidence(
            Some.Seen(Some.Path, Some.DigestA, entry: 3) with { LastLogged = Some.Logged(Some.Time.AddHours(2)) },
            Some.Seen(Some.Path, Some.DigestB, entry: 9, at: Some.Time.AddHours(1))));

        Assert.Contains((Some.DigestA, true), Approved());
    }

    [Fact]
    public void What_was_the_disks_content_and_is_no_longer_is_superseded_even_while_the_list_holds_it()
    {
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");

        var plan = host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        Assert.Equal(Some.DigestA, Assert.Single(plan.Superseded).Digest);
        Assert.Equal(Some.DigestB, Assert.Single(plan.Approved).Digest);
        Assert.Equal(2, host.Approvals(Some.Path).Single(known => known.IsSuperseded).SupersededIn);
    }

    [Fact]
    public void A_digest_that_is_the_disks_content_again_is_reinstated()
    {
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);
        folder.Write("usr/bin/some", "a");

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Equal(Some.DigestA, Assert.Single(plan.Approved).Digest);
        Assert.Equal(Some.DigestB, Assert.Single(plan.Superseded).Digest);
        Assert.Equal(3, plan.Generation.Number);
        Assert.Empty(host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, Some.Time.AddDays(1)))));
        Assert.Equal(["reverted-file"], host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestB, Some.Time.AddDays(2)))).On(Some.Path));
    }

    [Fact]
    public void What_is_suspicious_is_refused_and_reported_as_new_by_the_next_scan()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/node"), Some.DigestA), Some.Seen(HostPath.Of("memfd:x"), Some.DigestB));

        var plan = host.Capture(evidence);

        Assert.Equal(["/tmp/node", "memfd:x"], plan.Refused.Select(finding => finding.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(plan.Approved);
        var findings = host.Scan(evidence);
        Assert.Equal(["fileless", "suspicious-location"], findings.Select(finding => finding.Kind.Name()).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Equal(FindingState.New, finding.State));
        Assert.All(host.Scan(evidence), finding => Assert.Equal(FindingState.Open, finding.State));
    }

    [Fact]
    public void What_was_reported_before_it_was_refused_stays_open()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/node"), Some.DigestA));
        host.Scan(evidence);

        host.Capture(evidence);

        Assert.Equal(FindingState.Open, Assert.Single(host.Scan(evidence)).State);
    }

    [Fact]
    public void What_is_suspicious_and_named_is_approved()
    {
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/node"), Some.DigestA), Some.Seen(HostPath.Of("/tmp/other"), Some.DigestB));

        var plan = host.Capture(evidence, include: "/tmp/node");

        Assert.Equal("/tmp/node", Assert.Single(plan.Approved).Path.ToString());
        Assert.Equal("/tmp/other", Assert.Single(plan.Refused).Path.ToString());
    }

    [Fact]
    public void Everything_observed_is_noted_and_only_what_comes_after_is_judged()
    {
        folder.Write("usr/bin/some", "c");
        var earlier = Some.Evidence(Some.OtherBoot, Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2));
        host.Scan(earlier);

        host.Capture(Some.Evidence(), disk);

        Assert.Equal([Some.DigestC], host.Approvals(Some.Path).Select(known => known.Digest));
        Assert.Empty(host.Scan(earlier));
        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestB, Some.Time.AddDays(1)))).On(Some.Path));
    }

    [Fact]
    public void A_dry_run_shows_the_same_and_publishes_nothing()
    {
        var evidence = Some.Evidence(Some.Seen(Some.Path, Some.DigestA));
        host.Scan(evidence);

        var shown = host.Capture(evidence, isDryRun: true);

        Assert.Empty(host.Ask(history => history.Generations));
        Assert.Empty(host.Approvals(Some.Path));
        var done = host.Capture(evidence);
        Assert.Equal(shown.Approved, done.Approved);
        Assert.Equal((shown.Generation, shown.Generation.Paths), (done.Generation, done.Generation.Paths));
    }

    [Fact]
    public void A_generation_keeps_its_name_reason_time_and_boot()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

        var generation = Assert.Single(host.Ask(history => history.Generations));
        Assert.Equal((1, "name", "reason", Some.Boot, 1),
            (generation.Number, generation.Name, generation.Reason, generation.BootId, generation.Paths));
        Assert.Equal(host.Now, generation.CapturedAt);
    }

    [Fact]
    public void A_digest_of_each_algorithm_is_approved()
    {
        folder.Write("usr/bin/some", "b");

        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestB), Some.Listed(Some.Path, Some.Sha1Digest, entry: 2)), disk);

        var sha1 = IntegrityWatch.Evidence.Disk.FileHasher.Hash(disk, Some.Path, "sha1")!;
        Assert.Contains((Some.DigestB, true), Approved());
        Assert.Contains((sha1, true), Approved());
    }

    [Fact]
    public void A_name_that_audit_corrects_is_approved_under_its_true_name_alone()
    {
        host.Scan(Some.Evidence(Some.Listed(HostPath.Of("/opt/my_tool"), Some.DigestA)));

        var plan = host.Capture(Some.Evidence(Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestA)));

        Assert.Equal("/opt/my tool", Assert.Single(plan.Approved).Path.ToString());
        Assert.Empty(host.Observed(HostPath.Of("/opt/my_tool")));
    }

    [Fact]
    public void What_is_gone_from_a_disk_that_is_there_is_neither_approved_nor_superseded()
    {
        var kept = HostPath.Of("/usr/bin/kept");
        folder.Write("usr/bin/some", "a");
        folder.Write("usr/bin/kept", "c");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(kept, Some.DigestC, entry: 2)), disk);
        host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3)), disk);
        File.Delete(folder["usr/bin/some"]);

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Empty(plan.Approved);
        Assert.Empty(plan.Superseded);
        Assert.Equal([FindingKind.AlteredFile], host.OpenFindings().Select(finding => finding.Kind));
    }

    [Fact]
    public void A_tree_that_holds_less_than_half_of_what_the_baseline_names_is_evidence_that_was_brought_along()
    {
        var kept = HostPath.Of("/usr/bin/kept");
        var more = HostPath.Of("/usr/bin/more");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(kept, Some.DigestC, entry: 2), Some.Seen(more, Some.DigestC, entry: 3)));
        folder.Write("usr/bin/kept", "c");

        var plan = host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 4)), disk);

        Assert.Equal([Some.DigestB], plan.Approved.Select(known => known.Digest));
        Assert.Equal([Some.DigestA], plan.Superseded.Select(known => known.Digest));
        Assert.Contains(Some.Path, plan.ByLastUse);
        Assert.DoesNotContain(kept, plan.ByLastUse);
    }

    [Fact]
    public void The_last_use_is_the_kernels_last_and_not_the_clocks()
    {
        var plan = host.Capture(Some.Evidence(
            Some.Seen(Some.Path, Some.DigestA) with { LastLogged = Some.Logged(Some.Time.AddHours(1)) with { Time = Some.Time } },
            Some.Seen(Some.Path, Some.DigestB, entry: 2) with { LastLogged = Some.Logged(Some.Time) with { Time = Some.Time.AddHours(9) } }));

        Assert.Contains(Some.DigestA, plan.Approved.Select(known => known.Digest));
        Assert.DoesNotContain(Some.DigestB, plan.Approved.Select(known => known.Digest));
    }

    [Fact]
    public void What_was_used_and_written_over_stays_open_and_unapproved_over_a_capture()
    {
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        var plan = host.Capture(Some.Evidence(), disk);

        Assert.Empty(plan.Approved);
        Assert.Equal([FindingKind.AlteredFile], plan.StaysOpen.Select(finding => finding.Kind));
        Assert.Equal([FindingKind.AlteredFile], host.OpenFindings().Select(finding => finding.Kind));
    }

    [Fact]
    public void What_stays_open_of_older_contents_is_resolved_where_that_is_asked_for()
    {
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        var plan = host.Capture(Some.Evidence(), new CaptureRequest { By = "root", Settle = true }, disk);

        Assert.Equal([FindingKind.AlteredFile], plan.Resolved.Select(finding => finding.Kind));
        Assert.Empty(plan.StaysOpen);
        Assert.Empty(host.OpenFindings());
        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestB, Some.Time.AddDays(1)))).On(Some.Path));
    }

    [Fact]
    public void A_path_that_is_refused_keeps_its_approvals_and_its_findings()
    {
        var place = HostPath.Of("/opt/.x/tool");
        folder.Write("opt/.x/tool", "a");
        host.Capture(Some.Evidence(Some.Seen(place, Some.DigestA)), disk, include: place.ToString());
        folder.Write("opt/.x/tool", "b");
        var evidence = Some.Evidence(Some.Seen(place, Some.DigestB, entry: 2));
        var before = host.Scan(evidence, disk).Select(finding => finding.Id);

        var plan = host.Capture(evidence, disk);

        Assert.Equal([place], plan.Refused.Select(finding => finding.Path));
        Assert.Equal([(Some.DigestA, false)], host.Approvals(place).Select(known => (known.Digest, known.IsSuperseded)));
        Assert.Equal(before.Order(), host.Scan(Some.Evidence(), disk).Select(finding => finding.Id).Order());
    }

    [Fact]
    public void What_was_included_and_is_waived_is_no_reason_to_refuse_it_at_the_next_capture()
    {
        var place = HostPath.Of("/opt/.x/tool");
        folder.Write("opt/.x/tool", "a");
        var plan = host.Capture(Some.Evidence(Some.Seen(place, Some.DigestA)), disk, include: place.ToString());

        Assert.Equal([FindingKind.SuspiciousLocation], plan.Waived.Select(finding => finding.Kind));
        Assert.Empty(host.Scan(Some.Evidence(), disk));
        Assert.Empty(host.Capture(Some.Evidence(Some.OtherBoot, Some.Seen(place, Some.DigestA, at: Some.Time.AddDays(1))), disk).Refused);
    }

    [Fact]
    public void Including_a_path_waives_the_place_of_its_older_contents_and_nothing_else_of_them()
    {
        var place = HostPath.Of("/opt/.x/tool");
        folder.Write("opt/.x/tool", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestC)), disk);
        host.Scan(Some.Evidence(Some.Listed(place, Some.DigestA, entry: 2)), disk);
        folder.Write("opt/.x/tool", "b");

        var plan = host.Capture(Some.Evidence(Some.OtherBoot, Some.Listed(place, Some.DigestB)), disk, include: place.ToString());

        Assert.Equal([Some.DigestA, Some.DigestB], plan.Waived.Select(finding => finding.Digest!).OrderBy(digest => digest.Equals(Some.DigestB)));
        Assert.Equal([(FindingKind.NewFile, Some.DigestA)], host.OpenFindings().Select(finding => (finding.Kind, finding.Digest!)));
    }

    [Fact]
    public void The_place_of_an_older_content_that_was_used_in_this_boot_is_not_waived()
    {
        var place = HostPath.Of("/opt/.x/tool");
        folder.Write("opt/.x/tool", "b");

        var plan = host.Capture(Some.Evidence(Some.Listed(place, Some.DigestA), Some.Listed(place, Some.DigestB, entry: 2)), disk, include: place.ToString());

        Assert.DoesNotContain(Some.DigestA, plan.Waived.Where(finding => !plan.BesideDisk.Any(known => known.Digest.Equals(finding.Digest))).Select(finding => finding.Digest));
    }

    [Fact]
    public void Nothing_is_approved_while_this_boots_list_is_known_to_be_altered()
    {
        var tampered = new Incident { Kind = FindingKind.ListTampered, Subject = $"{Some.Boot} shrunk", Sources = EvidenceSources.Ima, Cause = "it shrank" };
        host.Scan(Some.Evidence() with { Incidents = [tampered] });

        Assert.Throws<CannotCheckException>(() => host.Capture(Some.Evidence(), disk));

        Assert.Empty(host.Ask(history => history.Generations));
        Assert.Equal(1, host.Capture(Some.Evidence(Some.OtherBoot), disk).Generation.Number);
    }

    [Fact]
    public void Only_files_of_packages_that_changed_are_approved_where_nothing_else_is_asked_for()
    {
        var own = HostPath.Of("/usr/bin/own");
        host.Packages = new SomePackages();
        host.Packages.Install(Some.Path, "a", "1.0");
        folder.Write("usr/bin/some", "a");
        folder.Write("usr/bin/own", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(own, Some.DigestA, entry: 2)), disk);
        folder.Write("usr/bin/some", "b");
        folder.Write("usr/bin/own", "c");
        host.Packages.Install(Some.Path, "b", "1.1", Some.Time);
        var evidence = Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3), Some.Seen(own, Some.DigestC, entry: 4));

        var plan = host.Capture(evidence, new CaptureRequest { By = "root", OnlyExplained = true }, disk);

        Assert.Equal([(Some.Path, Some.DigestB)], plan.Approved.Select(known => (known.Path, known.Digest)));
        Assert.Equal([own], host.OpenFindings().Select(finding => finding.Path));
    }

    [Fact]
    public void Only_what_is_explained_needs_a_generation_that_knows_the_packages() =>
        Assert.Throws<CannotCheckException>(() => host.Capture(Some.Evidence(), new CaptureRequest { By = "root", OnlyExplained = true }, disk));

    private IEnumerable<(Digest Digest, bool WasOnDisk)> Approved() =>
        host.Approvals(Some.Path).Where(known => !known.IsSuperseded).Select(known => (known.Digest, known.WasOnDisk));
}
