using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;

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

    private static Observation Old => Some.Listed(Some.Path, Some.DigestA);

    private static Observation New => Some.Seen(Some.Path, Some.DigestB, entry: 2) with { LastLogged = Some.Logged(Some.Time.AddDays(1), Some.Path, Some.DigestB, boot: 1) };

    private static EvidenceSnapshot Boot(params Observation[] seen) => Some.Evidence(Some.OtherBoot, seen) with { Audit = Some.WholeAudit(boot: 1) };

    private void AssertAlarm(EvidenceSnapshot evidence) => Assert.Equal(Severity.High, host.Scan(evidence, disk).Single(FindingKind.RevertedFile).Severity);
}
