using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Joining;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What is told where the list holds what the policy audits and the log has no record of it.</summary>
public sealed class MissingRecordsTests : IDisposable
{
    private static readonly HostPath[] Paths = [.. Enumerable.Range(1, 5).Select(i => HostPath.Of($"/usr/bin/p{i}"))];

    private readonly SomeHost host = new();

    public MissingRecordsTests() => host.Capture(Some.Evidence([.. Paths.Select((path, i) => Some.Listed(path, Some.DigestA, i + 1))]));

    public void Dispose() => host.Dispose();

    [Fact]
    public void Three_files_without_a_record_are_told_and_two_are_not()
    {
        Assert.Empty(Gaps(2, isStill: false));
        Assert.Equal(Severity.Medium, Assert.Single(Gaps(3, isStill: false)).Severity);
    }

    [Fact]
    public void It_is_worse_where_the_next_look_finds_none_either()
    {
        Gaps(3, isStill: false);

        Assert.Equal(Severity.High, Assert.Single(Gaps(3, isStill: true)).Severity);
    }

    [Fact]
    public void It_is_over_when_their_records_come()
    {
        Gaps(3, isStill: false);

        Assert.Empty(Gaps(0, isStill: false));
    }

    [Fact]
    public void One_of_which_something_else_is_told_is_enough()
    {
        var evidence = Some.Evidence(Some.Listed(Paths[0], Some.DigestB, 9)) with { Audit = With([new UnrecordedUse(Paths[0], Some.DigestB, IsStill: false)]) };

        Assert.Equal([FindingKind.AlteredFile, FindingKind.EvidenceGap], host.Scan(evidence).Select(finding => finding.Kind).Order());
    }

    [Fact]
    public void A_record_of_this_boot_that_came_before_the_entry_settles_it()
    {
        host.Scan(Some.Evidence([.. Paths.Select(path => Some.Audited(path, Some.DigestA, Some.Time.AddMinutes(5)))]));

        Assert.Empty(Gaps(5, isStill: false));
    }

    private List<Finding> Gaps(int count, bool isStill) =>
        [.. host.Scan(Some.Evidence() with { Audit = With([.. Paths[..count].Select(path => new UnrecordedUse(path, Some.DigestA, isStill))]) })
            .Where(finding => finding.Kind == FindingKind.EvidenceGap)];

    private static AuditSummary With(IReadOnlyList<UnrecordedUse> uses) => Some.SilentAudit with
    {
        Unrecorded = uses,
        Position = new() { ReadTo = 1, Lines = 1, Fingerprint = [1], Latest = 1 },
    };
}
