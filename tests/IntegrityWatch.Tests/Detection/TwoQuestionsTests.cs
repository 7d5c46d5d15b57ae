using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>Content and circumstance are two questions; what the disk answers to each.</summary>
public sealed class TwoQuestionsTests : IDisposable
{
    private static readonly HostPath Tool = HostPath.Of("/tmp/tool");
    private static readonly HostPath Memory = HostPath.Of("memfd:tool");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_place_is_told_though_the_content_is_approved()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        Approve(Tool, Some.DigestB);

        Assert.Equal(["suspicious-location"], host.Scan(Some.Evidence(Some.Seen(Tool, Some.DigestB, entry: 2))).On(Tool));
    }

    [Fact]
    public void A_waiver_silences_its_kind_path_and_content_and_nothing_beside_it()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        Approve(Tool, Some.DigestB);
        Waive(FindingKind.SuspiciousLocation, Tool, Some.DigestB);
        Waive(FindingKind.KnownBad, Tool, Some.DigestC);

        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Tool, Some.DigestB, entry: 2))));
        Assert.Contains("suspicious-location", host.Scan(Some.Evidence(Some.Seen(Tool, Some.DigestC, entry: 3))).On(Tool));
        Assert.Contains("suspicious-location",
            host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/tmp/other"), Some.DigestB, entry: 4))).On(HostPath.Of("/tmp/other")));
    }

    [Fact]
    public void A_waiver_of_a_generation_that_was_taken_back_silences_nothing()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        Waive(FindingKind.SuspiciousLocation, Tool, Some.DigestB);
        host.Change(history => history.Put(Some.Generation(3) with { Origin = GenerationOrigin.Undo, Undoes = 2 }));

        Assert.Contains("suspicious-location", host.Scan(Some.Evidence(Some.Seen(Tool, Some.DigestB, entry: 2))).On(Tool));
    }

    [Fact]
    public void An_empty_file_is_a_copy_of_nothing_whatever_the_algorithm()
    {
        var nothing = Some.DigestOf("");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, nothing), Some.Seen(HostPath.Of("/usr/bin/md5"), Some.Md5Of(""), entry: 2)));

        foreach (var digest in new[] { nothing, Some.Md5Of("") })
        {
            var finding = Assert.Single(host.Scan(Some.Evidence(Some.Seen(HostPath.Of($"/home/me/{digest.Algorithm}"), digest, entry: 3))),
                finding => finding.Digest!.Equals(digest));
            Assert.Equal(FindingKind.NewFile, finding.Kind);
            Assert.Empty(finding.SameDigestAs);
        }
    }

    [Fact]
    public void What_is_open_becomes_a_copy_as_soon_as_its_content_is_approved_elsewhere_and_no_new_use_is_needed()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/srv/job"), Some.DigestB, entry: 2), Some.Seen(HostPath.Of("/srv/other"), Some.DigestC, entry: 3)));

        Approve(HostPath.Of("/usr/bin/later"), Some.DigestB);

        var copied = host.Scan(Some.Evidence()).Single(FindingKind.CopiedFile);
        Assert.Equal((HostPath.Of("/srv/job"), FindingState.New), (copied.Path, copied.State));
    }

    [Fact]
    public void What_is_closed_becomes_no_copy_when_its_content_is_approved_elsewhere()
    {
        using var disk = new EvidenceRoot(folder.Path);
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        host.Resolve(disk, [.. host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/srv/job"), Some.DigestB, entry: 2)))]);

        Approve(HostPath.Of("/usr/bin/later"), Some.DigestB);

        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Fact]
    public void Nothing_is_a_copy_of_what_ran_in_memory()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        Approve(Memory, Some.DigestB);

        Assert.Equal(["new-file"], host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/srv/job"), Some.DigestB, entry: 2))).On(HostPath.Of("/srv/job")));
    }

    [Fact]
    public void In_memory_an_approved_program_is_low_and_says_of_which_it_is_a_copy()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

        var copy = host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestA, entry: 2))).Single(FindingKind.Fileless);
        var unknown = host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestB, entry: 3))).Last(finding => finding.Digest!.Equals(Some.DigestB));

        Assert.Equal((Severity.Low, "it is a copy of /usr/bin/some, which is approved"), (copy.Severity, copy.Explanation));
        Assert.Equal([Some.Path], copy.SameDigestAs);
        Assert.Equal(Severity.Critical, host.OpenFindings().Where(finding => finding.Digest!.Equals(Some.DigestB)).Max(finding => finding.Severity));
        Assert.Null(unknown.Explanation);
    }

    [Fact]
    public void What_was_critical_in_memory_does_not_become_low_because_its_content_was_approved_later()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestB, entry: 2)));

        Approve(HostPath.Of("/usr/bin/later"), Some.DigestB);

        Assert.Equal(Severity.Critical, Assert.Single(host.OpenFindings()).Severity);
    }

    [Theory]
    [InlineData(3, Severity.Low)]
    [InlineData(2, Severity.Critical)]
    public void In_memory_counts_what_was_approved_when_it_ran(int supersededIn, Severity severity)
    {
        host.Change(history =>
        {
            history.Put(Some.Generation(1));
            history.Put(Some.Generation(2));
            history.Put(new Approval { Path = Some.Path, Digest = Some.DigestA, Terms = ApprovalTerms.From(1).MovedOnIn(supersededIn), OnDiskSince = 1, ApprovedAt = Some.Time });
        });

        Assert.Equal(severity, host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestA, entry: 2))).Single(FindingKind.Fileless).Severity);
    }

    [Fact]
    public void What_was_low_in_memory_because_its_program_is_approved_stays_so_when_the_program_is_another()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestA, entry: 2)));
        folder.Write("usr/bin/some", "b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 3)), disk);

        Assert.Equal(Severity.Low, host.Scan(Some.Evidence()).Single(FindingKind.Fileless).Severity);
    }

    [Fact]
    public void What_was_critical_in_memory_does_not_become_low_because_a_package_brings_it_later()
    {
        using var disk = new EvidenceRoot(folder.Path);
        host.Packages = new SomePackages();
        host.Capture(Some.Evidence(Some.Seen(HostPath.Of("/usr/bin/other"), Some.DigestC)));
        host.Scan(Some.Evidence(Some.Seen(Memory, Some.DigestA, entry: 2)));
        folder.Write("usr/bin/some", "a");
        host.Packages.Install(Some.Path, "a", "1", at: Some.Time.AddHours(3));

        Assert.Equal(Severity.Critical, host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestA, entry: 3)), disk).Single(FindingKind.Fileless).Severity);
    }

    [Fact]
    public void A_module_that_nobody_vouches_for_is_told_before_the_first_capture()
    {
        host.Packages = new SomePackages();
        var module = HostPath.Of("/usr/lib/modules/6.1/extra/mine.ko");

        Assert.Equal(["unknown-module"], host.Scan(Some.Evidence(Some.Seen(module, Some.DigestA))).On(module));
    }

    [Fact]
    public void A_content_in_another_algorithm_is_approved_only_where_the_disk_says_so()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);

        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.Md5Of("a"), entry: 2)), disk));
        // The disk does not hold what was used.
        Assert.Equal(Some.Md5Of("b"), host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.Md5Of("b"), entry: 3)), disk).Single(FindingKind.AlteredFile).Digest);
    }

    [Fact]
    public void A_content_in_another_algorithm_is_altered_where_the_disk_holds_it_and_it_is_not_approved()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "trojan");

        Assert.Equal(Severity.High, host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.Md5Of("trojan"), entry: 2)), disk).Single(FindingKind.AlteredFile).Severity);
    }

    [Fact]
    public void Without_a_disk_or_in_an_algorithm_that_nobody_computes_a_content_in_another_algorithm_is_altered()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);

        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.Md5Of("a"), entry: 2))).On(Some.Path));
        Assert.Equal(2, host.Scan(Some.Evidence(Some.Seen(Some.Path, new Digest("sm3", new byte[32]), entry: 3)), disk).Count(finding => finding.Kind == FindingKind.AlteredFile));
    }

    [Fact]
    public void An_old_version_that_comes_back_in_another_algorithm_came_back()
    {
        using var disk = new EvidenceRoot(folder.Path);
        folder.Write("usr/bin/some", "a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);
        folder.Write("usr/bin/some", "a");

        Assert.Contains("reverted-file", host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.Md5Of("a"), entry: 3)), disk).On(Some.Path));
    }

    [Theory]
    [InlineData("plain text", true, Severity.Low)]
    [InlineData("plain text", false, Severity.High)]
    [InlineData("#!/bin/sh", true, Severity.High)]
    [InlineData("\u007fELF", true, Severity.High)]
    public void What_was_only_read_and_is_no_program_is_low(string content, bool measuresReading, Severity worst)
    {
        using var disk = new EvidenceRoot(folder.Path);
        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestA)));
        folder.Write("usr/bin/some", content);
        folder.Write("tmp/upload", content);

        var findings = host.Scan(Reading(measuresReading, Some.Listed(Some.Path, Some.DigestOf(content), entry: 2),
            Some.Listed(HostPath.Of("/tmp/upload"), Some.DigestOf(content), entry: 3)), disk);

        Assert.Equal(worst, findings.Max(finding => finding.Severity));
        Assert.Equal(worst == Severity.Low, findings.All(finding => !finding.Message.Contains("runs", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_record_tells_of_or_the_disk_does_not_hold_or_bears_a_modules_name_is_taken_for_a_program()
    {
        using var disk = new EvidenceRoot(folder.Path);
        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestA)));
        folder.Write("tmp/logged", "text");
        folder.Write("tmp/other", "something else");
        folder.Write("tmp/x.ko", "text");

        var findings = host.Scan(Reading(true, Some.Seen(HostPath.Of("/tmp/logged"), Some.DigestOf("text"), entry: 2),
            Some.Listed(HostPath.Of("/tmp/other"), Some.DigestOf("text"), entry: 3), Some.Listed(HostPath.Of("/tmp/x.ko"), Some.DigestOf("text"), entry: 4)), disk);

        Assert.Equal(3, findings.Count(finding => finding is { Kind: FindingKind.SuspiciousLocation, Severity: >= Severity.High }));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-5, true)]
    [InlineData(5, true)]
    [InlineData(-6, false)]
    [InlineData(6, false)]
    public void A_record_that_came_after_a_capture_and_whose_time_lies_before_it_is_low(int minutes, bool isLate)
    {
        var (last, captured) = (Some.Time, Some.Time.AddMinutes(10));
        Superseded(last, captured);

        var finding = host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, last.AddMinutes(5 + minutes)) with
        {
            LastLogged = new LogPlace(0, 50, last.AddMinutes(5 + minutes), 5),
        })).Single(FindingKind.RevertedFile);

        Assert.Equal(isLate ? Severity.Low : Severity.High, finding.Severity);
        Assert.Equal(isLate, finding.Explanation?.Contains("by its time it was used before the capture", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_record_is_not_late_where_one_before_it_bears_a_time_after_the_capture()
    {
        var (last, captured) = (Some.Time, Some.Time.AddMinutes(10));
        Superseded(last, captured);
        var late = Some.Audited(Some.Path, Some.DigestA, last.AddMinutes(5)) with { LastLogged = new LogPlace(0, 50, last.AddMinutes(5), 5) };
        var passed = new LogPlace(0, 49, captured.AddMinutes(1), 0);

        Assert.Equal(Severity.High, host.Scan(Some.Evidence(late) with { Audit = Some.SilentAudit with { PassedCapture = [passed] } })
            .Single(FindingKind.RevertedFile).Severity);
    }

    [Fact]
    public void Nor_where_an_earlier_scan_read_such_a_record()
    {
        var (last, captured) = (Some.Time, Some.Time.AddMinutes(10));
        Superseded(last, captured);
        host.Scan(Some.Evidence() with { Audit = Some.SilentAudit with { PassedCapture = [new LogPlace(0, 49, captured.AddMinutes(1), 0)] } });

        Assert.Equal(Severity.High, host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, last.AddMinutes(5)) with
        {
            LastLogged = new LogPlace(0, 50, last.AddMinutes(5), 5),
        })).Single(FindingKind.RevertedFile).Severity);
    }

    [Fact]
    public void A_later_use_of_what_came_late_is_no_longer_low()
    {
        var (last, captured) = (Some.Time, Some.Time.AddMinutes(10));
        Superseded(last, captured);
        var late = Some.Audited(Some.Path, Some.DigestA, last.AddMinutes(5)) with { LastLogged = new LogPlace(0, 50, last.AddMinutes(5), 5) };
        Assert.Equal(Severity.Low, host.Scan(Some.Evidence(late)).Single(FindingKind.RevertedFile).Severity);

        var again = host.Scan(Some.Evidence(late with { LastLogged = new LogPlace(0, 60, captured.AddMinutes(5), 6) })).Single(FindingKind.RevertedFile);

        Assert.Equal(Severity.High, again.Severity);
        Assert.Equal(Severity.High, host.Scan(Some.Evidence()).Single(FindingKind.RevertedFile).Severity);
    }

    [Fact]
    public void A_later_generation_does_not_raise_what_was_low_because_its_record_came_late()
    {
        var (last, captured) = (Some.Time, Some.Time.AddMinutes(10));
        Superseded(last, captured);
        host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, last.AddMinutes(5)) with { LastLogged = new LogPlace(0, 50, last.AddMinutes(5), 5) }));

        host.Change(history => history.Put(Some.Generation(3)));

        Assert.Equal(Severity.Low, host.Scan(Some.Evidence()).Single(FindingKind.RevertedFile).Severity);
    }

    private static EvidenceSnapshot Reading(bool isMeasured, params Observation[] seen)
    {
        var evidence = Some.Evidence(seen);
        return evidence with { Host = evidence.Host with { MeasuresReading = isMeasured } };
    }

    /// <summary>Two generations, of which the second moved on from the path's first content and left no mark of its own in the log.</summary>
    private void Superseded(DateTimeOffset last, DateTimeOffset captured) => host.Change(history =>
    {
        history.Put(Some.Generation(1));
        history.Put(Some.Generation(2) with { CapturedAt = captured, Mark = new LogMark(new LogPlace(0, 40, last, 4)) });
        history.Put(new Approval { Path = Some.Path, Digest = Some.DigestA, Terms = ApprovalTerms.From(1).MovedOnIn(2), OnDiskSince = 1, ApprovedAt = Some.Time });
        history.Put(new Approval { Path = Some.Path, Digest = Some.DigestB, Terms = ApprovalTerms.From(2), OnDiskSince = 2, ApprovedAt = Some.Time });
    });

    private void Approve(HostPath path, Digest digest) => host.Change(history => history.Put(new Approval
    {
        Path = path,
        Digest = digest,
        Terms = ApprovalTerms.From(1),
        OnDiskSince = 1,
        ApprovedAt = Some.Time,
    }));

    private void Waive(FindingKind kind, HostPath path, Digest digest) => host.Change(history =>
    {
        if (history.Generations[^1].Number == 1)
            history.Put(Some.Generation(2) with { Origin = GenerationOrigin.Acceptance });
        history.Put(new Decision
        {
            Generation = 2,
            Verb = DecisionVerb.Waive,
            FindingId = FindingId.Of(kind, path, digest),
            Kind = kind.Name(),
            Path = path,
            Digest = digest,
            At = Some.Time,
        });
    });
}
