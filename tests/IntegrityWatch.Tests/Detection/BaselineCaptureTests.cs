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
    public void The_disk_says_what_a_file_is_now_and_the_list_may_hold_a_copy_beside_it()
    {
        folder.Write("usr/bin/some", "b");

        var plan = host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        Assert.Equal((1, 1, 1), (plan.Generation.Number, plan.Generation.Paths, plan.Hashed));
        Assert.Equal([(Some.DigestA, false), (Some.DigestB, true)], Approved().OrderBy(known => known.WasOnDisk));
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA), Some.Listed(Some.Path, Some.DigestB))));
    }

    [Fact]
    public void What_the_disk_holds_is_approved_though_nobody_used_it_yet()
    {
        folder.Write("usr/bin/some", "c");

        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);

        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestC))));
    }

    [Fact]
    public void Without_the_disk_the_latest_entry_stands_for_it_and_the_copy_before_it_is_approved_too()
    {
        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestA, entry: 3), Some.Listed(Some.Path, Some.DigestB, entry: 9)));

        Assert.Equal([(Some.DigestA, false), (Some.DigestB, true)], Approved().OrderBy(known => known.WasOnDisk));
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
    public void A_copy_of_an_initramfs_stays_approved()
    {
        folder.Write("usr/bin/some", "b");
        var evidence = Some.Evidence(Some.Listed(Some.Path, Some.DigestA), Some.Listed(Some.Path, Some.DigestB, entry: 2));
        host.Capture(evidence, disk);

        Assert.Empty(host.Capture(evidence, disk).Superseded);
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA))));
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

    private IEnumerable<(Digest Digest, bool WasOnDisk)> Approved() =>
        host.Approvals(Some.Path).Where(known => !known.IsSuperseded).Select(known => (known.Digest, known.WasOnDisk));
}
