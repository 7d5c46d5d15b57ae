using System.Runtime.Versioning;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>One use that the list has and the log has not, beside one that both have, and what makes nothing of it.</summary>
[SupportedOSPlatform("linux")]
public sealed class UnrecordedUsesTests : IDisposable
{
    private const string Policy = "sys/kernel/security/ima/policy";

    private static readonly HostPath Tool = HostPath.Of("/opt/tool");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the next entry", true)]
    [InlineData("the entry of the first record", false)]
    [InlineData("an earlier entry", false)]
    [InlineData("carried by a kexec", false)]
    [InlineData("a container's", false)]
    [InlineData("without a path on disk", false)]
    [InlineData("of a sort that had no record", false)]
    [InlineData("with its record", false)]
    [InlineData("without a list", false)]
    [InlineData("without any record in this boot", false)]
    [InlineData("records lost", false)]
    [InlineData("serials missing", false)]
    [InlineData("the place lost", false)]
    [InlineData("a log that begins within the boot", false)]
    [InlineData("a log that goes on", true)]
    [InlineData("a log that begins with auditd", true)]
    [InlineData("a log that begins with the boot", true)]
    [InlineData("reading is measured", false)]
    [InlineData("nobody can start it", false)]
    [InlineData("another file that nobody can start", false)]
    [InlineData("somebody can start it", true)]
    [InlineData("a library that nobody can start", true)]
    [InlineData("a file that only the log tells of and nobody can start", true)]
    public void Only_an_entry_whose_record_is_due_lacks_it(string which, bool lacksIt)
    {
        var use = Some.Listed(Tool, Some.DigestA, entry: 11);
        Observation[] more = [];
        var (audit, first) = (Some.WholeAudit(), (long?)10);
        BootState boots = new();
        switch (which)
        {
            case "the entry of the first record": use = use with { ListEntry = 10 }; break;
            case "an earlier entry": use = use with { ListEntry = 9 }; break;
            case "carried by a kexec": use = use with { IsCarried = true }; break;
            case "a container's": use = use with { Realm = Realm.Container }; break;
            case "without a path on disk": use = use with { Path = HostPath.Of("memfd:tool") }; break;
            case "of a sort that had no record": use = use with { Path = HostPath.Of("/opt/libx.so") }; break;
            case "with its record": use = use with { Sources = EvidenceSources.Ima | EvidenceSources.Audit, LastLogged = Some.Logged(Some.Time) }; break;
            case "without any record in this boot": first = null; break;
            case "records lost": audit = audit with { Lost = 1 }; break;
            case "serials missing": audit = audit with { MissingByBoot = new Dictionary<long, long> { [0] = 1 } }; break;
            case "the place lost": audit = audit with { Gap = "rotated" }; break;
            case "a log that begins within the boot": audit = Beginning(boots); break;
            case "a log that goes on": audit = Beginning(boots) with { Resumed = true }; break;
            case "a log that begins with auditd": audit = Beginning(boots with { HasStart = true }); break;
            case "a log that begins with the boot": audit = Beginning(boots with { HasSystemBoot = true }); break;
            case "reading is measured": folder.Write("proc/cmdline", "ro ima_tcb"); break;
            case "nobody can start it": File.SetUnixFileMode(folder.Write("opt/tool", "x"), UnixFileMode.UserRead); break;
            case "somebody can start it": File.SetUnixFileMode(folder.Write("opt/tool", "x"), UnixFileMode.UserRead | UnixFileMode.OtherExecute); break;
            case "another file that nobody can start":
                File.SetUnixFileMode(folder.Write("etc/passwd", "x"), UnixFileMode.UserRead);
                more = [Some.Listed(HostPath.Of("/etc/passwd"), Some.DigestB, entry: 4)];
                break;
            case "a library that nobody can start":
                File.SetUnixFileMode(folder.Write("usr/lib/liby.so", "x"), UnixFileMode.UserRead);
                more = [Some.Listed(HostPath.Of("/usr/lib/liby.so"), Some.DigestB, entry: 4)];
                break;
            case "a file that only the log tells of and nobody can start":
                File.SetUnixFileMode(folder.Write("etc/passwd", "x"), UnixFileMode.UserRead);
                more = [Some.Audited(HostPath.Of("/etc/passwd"), Some.DigestB, Some.Time)];
                break;
        }

        var (uses, _) = Of([.. more, use], audit, which == "without a list" ? null : first, hasList: which != "without a list");

        Assert.Equal(lacksIt ? [new UnrecordedUse(Tool, Some.DigestA, IsStill: false)] : [], uses);
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK", Audited.Nothing)]
    [InlineData("audit func=BPRM_CHECK", Audited.Programs)]
    [InlineData("audit func=BPRM_CHECK mask=MAY_EXEC", Audited.Programs)]
    [InlineData("audit func=BPRM_CHECK uid=0", Audited.Nothing)]
    [InlineData("audit func=MMAP_CHECK mask=MAY_EXEC", Audited.Libraries)]
    [InlineData("audit func=FILE_MMAP", Audited.Libraries)]
    [InlineData("audit func=MMAP_CHECK uid=0", Audited.Nothing)]
    [InlineData("audit func=MODULE_CHECK", Audited.Modules)]
    [InlineData("audit func=MODULE_CHECK fsname=ext4", Audited.Nothing)]
    [InlineData("measure func=FILE_CHECK uid=0", Audited.Reads)]
    [InlineData("measure mask=MAY_READ", Audited.Reads)]
    [InlineData("measure func=PATH_CHECK", Audited.Reads)]
    [InlineData("dont_audit func=BPRM_CHECK uid=0\naudit func=BPRM_CHECK\naudit func=MODULE_CHECK", Audited.Modules)]
    [InlineData("audit func=FILE_CHECK", Audited.Nothing)]
    [InlineData("audit func=BPRM_CHECK\n\naudit func=MODULE_CHECK", Audited.Programs | Audited.Modules)]
    public void A_rule_without_conditions_says_which_sort_is_audited(string policy, Audited audited)
    {
        folder.Write(Policy, policy + "\n");

        Assert.Equal(audited, Of([]).Audited);
    }

    [Fact]
    public void What_lacked_its_record_lacks_it_still_until_it_comes_and_is_told_once()
    {
        var before = new UnrecordedMemory { Uses = [new(Tool, Some.DigestA, false), new(HostPath.Of("/opt/recorded"), Some.DigestA, false)] };

        var (uses, _) = Of(
            [
                Some.Listed(Tool, Some.DigestA, entry: 11), Some.Listed(Tool, Some.DigestB, entry: 12), Some.Listed(HostPath.Of("/opt/other"), Some.DigestA, entry: 13),
                Some.Audited(HostPath.Of("/opt/recorded"), Some.DigestA, Some.Time),
            ], before: before);

        Assert.Equal([new(Tool, Some.DigestA, true), new(Tool, Some.DigestB, false), new(HostPath.Of("/opt/other"), Some.DigestA, false)], uses);
    }

    [Fact]
    public void Of_an_earlier_boot_nothing_is_remembered()
    {
        var before = new UnrecordedMemory { Uses = [new(Tool, Some.DigestA, false)], Audited = Audited.Libraries };

        Assert.Equal(Audited.Programs | Audited.Libraries, Of([], before: before).Audited);
        var (uses, audited) = Of([], before: before, isSameBoot: false);
        Assert.Empty(uses);
        Assert.Equal(Audited.Programs, audited);
    }

    [Fact]
    public void No_more_than_256_are_remembered() =>
        Assert.Equal(256, Of([.. Enumerable.Range(0, 300).Select(i => Some.Listed(HostPath.Of($"/opt/{i}"), Some.DigestA, entry: 20 + i))]).Uses.Count);

    private static AuditSummary Beginning(BootState boots) => Some.SilentAudit with
    {
        Resumed = false,
        Position = new AuditPosition { ReadTo = 1, Lines = 1, Fingerprint = [], Latest = 1, Boots = boots },
    };

    private (IReadOnlyList<UnrecordedUse> Uses, Audited Audited) Of(
        Observation[] seen, AuditSummary? audit = null, long? first = 10, bool hasList = true, UnrecordedMemory? before = null, bool isSameBoot = true)
    {
        using var root = new EvidenceRoot(folder.Path);
        var list = SomeReport.Scan().List!;
        return UnrecordedEntries.Of(
            new EvidenceRequest { Root = root, Disk = root },
            [Some.Seen(HostPath.Of("/usr/bin/recorded"), Some.DigestC, entry: 10), .. seen],
            hasList ? list with { Memory = list.Memory with { FirstAudited = first } } : null,
            audit ?? Some.WholeAudit(), [], isSameBoot, before ?? UnrecordedMemory.None);
    }
}
