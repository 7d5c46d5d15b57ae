using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>An initramfs that was not made anew after an upgrade is told, and is no alarm.</summary>
public sealed class InitramfsCopiesTests : IDisposable
{
    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public InitramfsCopiesTests()
    {
        disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);
    }

    public void Dispose()
    {
        disk.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_old_version_before_the_disks_own_and_before_any_record_is_low_and_says_what_to_do()
    {
        var finding = host.Scan(Boot(Old, New), disk).Single(FindingKind.RevertedFile);

        Assert.Equal(Severity.Low, finding.Severity);
        Assert.Contains("make the initramfs anew", FindingKinds.AdviceFor(finding), StringComparison.Ordinal);
        Assert.Equal(Severity.Low, Assert.Single(host.OpenFindings()).Severity);
    }

    [Fact]
    public void Used_later_from_the_disk_it_is_an_alarm()
    {
        host.Scan(Boot(Old, New), disk);

        var later = Boot(Some.Audited(Some.Path, Some.DigestA, Some.Time.AddDays(2)) with { LastLogged = Some.Logged(Some.Time.AddDays(2), boot: 1) });

        Assert.Equal(Severity.High, host.Scan(later, disk).Single(FindingKind.RevertedFile).Severity);
    }

    [Fact]
    public void With_a_record_of_its_own_it_is_an_alarm() => AssertAlarm(Boot(Old with
    {
        Sources = EvidenceSources.Ima | EvidenceSources.Audit,
        LastLogged = Some.Logged(Some.Time.AddDays(1), boot: 1),
    }, New));

    [Fact]
    public void After_the_disks_own_it_is_an_alarm() => AssertAlarm(Boot(New with { ListEntry = 1 }, Old with { ListEntry = 2 }));

    [Fact]
    public void Without_a_log_it_is_an_alarm() => AssertAlarm(Boot(Old, New) with { Audit = null });

    [Fact]
    public void Where_the_disk_holds_the_old_version_it_is_an_alarm()
    {
        folder.Write("usr/bin/some", "a");

        AssertAlarm(Boot(Old, New));
    }

    /// <summary>What stands behind the copy has to be what is approved and was on disk: no other old version, and no copy.</summary>
    [Theory]
    [InlineData("another old version")]
    [InlineData("another copy")]
    [InlineData("a content in another algorithm")]
    public void Before_nothing_that_is_approved_of_the_disk_it_is_an_alarm(string what)
    {
        var other = what.EndsWith("algorithm", StringComparison.Ordinal) ? Some.Md5Of("b") : Some.DigestC;
        host.Change(history => history.Put(new Approval
        {
            Path = Some.Path,
            Digest = other,
            Terms = what.EndsWith("version", StringComparison.Ordinal) ? ApprovalTerms.From(1).MovedOnIn(2) : ApprovalTerms.From(1),
            OnDiskSince = what.EndsWith("copy", StringComparison.Ordinal) ? null : 1,
            ApprovedAt = Some.Time,
        }));

        var findings = host.Scan(Boot(Old, New with { Digest = other }));

        Assert.Equal(Severity.High, findings.Single(finding => finding.Kind == FindingKind.RevertedFile && finding.Digest!.Equals(Some.DigestA)).Severity);
    }

    [Fact]
    public void Without_a_disk_to_ask_the_approved_content_is_believed_to_lie_there()
    {
        Assert.Equal(Severity.Low, host.Scan(Boot(Old, New)).Single(FindingKind.RevertedFile).Severity);
    }

    [Theory]
    [InlineData(false, Severity.Low)]
    [InlineData(true, Severity.High)]
    public void A_tree_that_was_brought_along_without_the_file_says_nothing_and_a_live_one_that_it_is_gone(bool isLive, Severity severity)
    {
        File.Delete(folder["usr/bin/some"]);
        if (isLive)
            folder.Write("proc/sys/kernel/random/boot_id", File.ReadAllText("/proc/sys/kernel/random/boot_id"));
        using var root = new EvidenceRoot(folder.Path);

        Assert.Equal(severity, host.Scan(Boot(Old, New), root).Single(FindingKind.RevertedFile).Severity);
    }

    [Fact]
    public void A_content_that_no_generation_knows_is_no_copy()
    {
        host.Scan(Boot(Some.Listed(Some.Path, Some.DigestC), New), disk);

        Assert.False(host.Observed(Some.Path).Single(seen => seen.Digest.Equals(Some.DigestC)).IsInitramfsCopy);
    }

    [Fact]
    public void Where_nobody_can_compute_the_approved_algorithm_it_is_believed_to_lie_there()
    {
        var (before, now) = (new Digest("sm3", new byte[32]), new Digest("sm3", [.. Enumerable.Repeat((byte)1, 32)]));
        host.Approve(Some.Path, before, ApprovalTerms.From(1).MovedOnIn(2));
        host.Approve(Some.Path, now);

        Assert.Equal(Severity.Low, host.Scan(Boot(Old with { Digest = before }, New with { Digest = now }), disk).Single(FindingKind.RevertedFile).Severity);
    }

    private static Observation Old => Some.Listed(Some.Path, Some.DigestA);

    private static Observation New => Some.Seen(Some.Path, Some.DigestB, entry: 2) with { LastLogged = Some.Logged(Some.Time.AddDays(1), Some.Path, Some.DigestB, boot: 1) };

    private static EvidenceSnapshot Boot(params Observation[] seen) => Some.Evidence(Some.OtherBoot, seen) with { Audit = Some.WholeAudit(boot: 1) };

    private void AssertAlarm(EvidenceSnapshot evidence) => Assert.Equal(Severity.High, host.Scan(evidence, disk).Single(FindingKind.RevertedFile).Severity);
}
