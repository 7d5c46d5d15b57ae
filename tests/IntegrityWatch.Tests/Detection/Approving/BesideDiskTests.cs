using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Tests.Detection;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>An initramfs's copy stands beside the disk's content; what was used and written over does not.</summary>
public sealed class BesideDiskTests : IDisposable
{
    private static readonly HostPath Other = HostPath.Of("/usr/bin/other");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public BesideDiskTests()
    {
        disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "b");
        folder.Write("usr/bin/other", "c");
    }

    public void Dispose()
    {
        disk.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_copy_that_was_used_before_anything_was_logged_is_approved_and_named()
    {
        var plan = host.Capture(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        Assert.Equal([Some.DigestA], plan.BesideDisk.Select(known => known.Digest));
        Assert.Empty(plan.LeftOut);
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA))));
    }

    [Fact]
    public void It_stays_approved_through_later_captures()
    {
        var evidence = Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2));
        host.Capture(evidence, disk);

        Assert.Empty(host.Capture(evidence, disk).Superseded);
        Assert.Empty(host.Scan(Some.Evidence(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA))));
    }

    [Fact]
    public void Without_a_disk_what_stood_before_the_last_use_is_beside_it()
    {
        var plan = host.Capture(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)));

        Assert.Equal([Some.Path], plan.ByLastUse);
        Assert.Equal([(Some.DigestA, false), (Some.DigestB, true)], plan.Approved.Select(known => (known.Digest, known.WasOnDisk)).OrderBy(known => known.WasOnDisk));
    }

    [Fact]
    public void Without_a_log_nothing_is_beside_the_disk() =>
        AssertLeftOut(Some.Evidence(Some.Listed(Some.Path, Some.DigestA), Some.Listed(Some.Path, Some.DigestB, entry: 2)));

    [Fact]
    public void A_log_whose_beginning_is_gone_may_have_lost_the_record_of_it()
    {
        var whole = Some.WholeAudit();
        AssertLeftOut(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)) with
        {
            Audit = whole with { Position = whole.Position! with { Boots = whole.Position.Boots with { HasStart = false } } },
        });
    }

    [Fact]
    public void A_log_of_an_earlier_boot_says_nothing_of_this_one()
    {
        var whole = Some.WholeAudit();
        AssertLeftOut(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)) with
        {
            Audit = whole with { Position = whole.Position! with { Boots = whole.Position.Boots with { AwaitsStart = true } } },
        });
    }

    [Fact]
    public void A_log_of_which_records_are_missing_is_not_whole() => AssertLeftOut(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)) with
    {
        Incidents = [new Incident { Kind = FindingKind.EvidenceGap, Gap = EvidenceGapCause.SerialsMissing, Subject = "serials", Sources = EvidenceSources.Audit, Cause = "missing" }],
    });

    [Fact]
    public void What_was_used_after_the_first_record_was_on_disk_once() => AssertLeftOut(Boot(
        Some.Seen(Other, Some.DigestC), Some.Listed(Some.Path, Some.DigestA, entry: 2), Some.Seen(Some.Path, Some.DigestB, entry: 3)));

    [Fact]
    public void What_has_a_record_of_its_own_was_on_disk_once() =>
        AssertLeftOut(Boot(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)));

    [Fact]
    public void What_was_used_after_the_disks_own_content_is_no_copy_of_the_initramfs() => AssertLeftOut(Boot(
        Some.Listed(Some.Path, Some.DigestB), Some.Listed(Some.Path, Some.DigestA, entry: 2), Some.Seen(Other, Some.DigestC, entry: 3)));

    [Fact]
    public void After_the_first_generation_its_content_must_be_known()
    {
        host.Capture(Boot(Some.Seen(Some.Path, Some.DigestB)), disk);

        AssertLeftOut(Next(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)));
    }

    [Fact]
    public void After_the_first_generation_content_that_is_approved_elsewhere_is_known()
    {
        host.Capture(Boot(Some.Seen(Some.Path, Some.DigestB), Some.Seen(Other, Some.DigestC, entry: 2)), disk);

        var plan = host.Capture(Next(Some.Listed(Some.Path, Some.DigestC), Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);

        Assert.Equal([Some.DigestC], plan.BesideDisk.Select(known => known.Digest));
    }

    [Fact]
    public void Another_finding_of_it_speaks_against_it() => AssertLeftOut(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)) with
    {
        Incidents = [new Incident { Kind = FindingKind.AppraisalFailed, Path = Some.Path, Sources = EvidenceSources.Audit, Cause = "invalid-hash" }],
    });

    [Fact]
    public void What_was_on_disk_at_an_earlier_capture_is_an_old_version_and_no_copy()
    {
        folder.Write("usr/bin/some", "a");
        host.Capture(Boot(Some.Listed(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        var evidence = Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2));

        Assert.Equal([Some.DigestA], host.Capture(evidence, disk).Superseded.Select(known => known.Digest));
        Assert.Empty(host.Capture(evidence, disk).Approved);
        Assert.Empty(host.Capture(evidence, disk).Approved);
    }

    [Fact]
    public void Whoever_names_the_path_says_that_it_is_a_copy()
    {
        var evidence = Some.Evidence(Some.Listed(Some.Path, Some.DigestA), Some.Listed(Some.Path, Some.DigestB, entry: 2));

        Assert.Equal([Some.DigestA], host.Capture(evidence, disk, include: Some.Path.ToString()).BesideDisk.Select(known => known.Digest));
    }

    [Fact]
    public void With_the_disk_alone_nothing_is_beside_it()
    {
        var request = new CaptureRequest { By = "root", DiskOnly = true };

        Assert.Empty(host.Capture(Boot(Some.Listed(Some.Path, Some.DigestA), Some.Seen(Some.Path, Some.DigestB, entry: 2)), request, disk).BesideDisk);
    }

    private static EvidenceSnapshot Boot(params Observation[] seen) => Some.Evidence(seen) with { Audit = Some.WholeAudit() };

    private static EvidenceSnapshot Next(params Observation[] seen) => Some.Evidence(Some.OtherBoot,
        [.. seen.Select(one => one with { LastLogged = one.LastLogged is { } place ? Some.Logged(place.Time, one.Path, one.Digest, boot: 1) : null })]) with { Audit = Some.WholeAudit(boot: 1) };

    private void AssertLeftOut(EvidenceSnapshot evidence)
    {
        var plan = host.Capture(evidence, disk);

        Assert.Empty(plan.BesideDisk);
        Assert.Equal([Some.DigestA], plan.LeftOut.Select(seen => seen.Digest));
        Assert.DoesNotContain(host.Approvals(Some.Path), known => known.Digest.Equals(Some.DigestA));
    }
}
