using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Judging;

/// <summary>What one use is to the baseline, of a path whose first content two generations hold: the second moved on from it.</summary>
public sealed class DriftTests : IDisposable
{
    private readonly SomeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public void What_was_an_initramfs_s_copy_of_an_old_version_is_new_where_no_generation_knows_it_any_more()
    {
        host.Generations(GenerationOrigin.Capture);

        var finding = Assert.Single(host.Judge(Old() with { IsInitramfsCopy = true }));

        Assert.Equal((FindingKind.NewFile, Severity.Medium), (finding.Kind, finding.Severity));
    }

    /// <summary>Whose history is not known is what an import brought, and not what any other generation moved on from.</summary>
    [Theory]
    [InlineData(GenerationOrigin.Capture, GenerationOrigin.Import, 0, Severity.Low)]
    [InlineData(GenerationOrigin.Capture, GenerationOrigin.Import, 1, Severity.High)]
    [InlineData(GenerationOrigin.Import, GenerationOrigin.Capture, 0, Severity.High)]
    public void An_old_version_may_have_been_used_before_the_import_that_moved_on_from_it(GenerationOrigin first, GenerationOrigin second, int ticksLater, Severity severity)
    {
        Superseded(first, second);
        host.Put(Some.Use(Some.Path, Some.DigestB, usedIn: 2) with { LastLogged = Some.Logged(Some.Time.AddHours(1)) });

        var finding = Assert.Single(host.Judge(Old() with { LastSeen = Some.Time.AddTicks(ticksLater), LastLogged = Some.Logged(Some.Time) }));

        Assert.Equal((FindingKind.RevertedFile, severity), (finding.Kind, finding.Severity));
    }

    /// <summary>A record can have come too late for the capture that moved on from its content, and for no other.</summary>
    [Theory]
    [InlineData(2, Severity.Low)]
    [InlineData(3, Severity.High)]
    public void A_late_record_speaks_of_the_capture_under_which_it_was_read(int readIn, Severity severity)
    {
        Superseded(GenerationOrigin.Capture, GenerationOrigin.Capture);

        Assert.Equal(severity, Assert.Single(host.Judge(Old() with { MayBeLate = true, UsedIn = readIn })).Severity);
    }

    [Fact]
    public void A_copy_that_the_policy_calls_critical_is_no_less_where_users_write()
    {
        host.Generations(GenerationOrigin.Capture);
        host.Approve(Some.Path, Some.DigestA);
        host.Under("""{"kinds": {"copied-file": {"severity": "critical"}}}""");

        Assert.Equal(Severity.Critical, host.Judge(Some.Use(HostPath.Of("/home/me/x"), Some.DigestA)).Single(FindingKind.CopiedFile).Severity);
    }

    private static ObservedDigest Old() => Some.Use(Some.Path, Some.DigestA, usedIn: 2);

    private void Superseded(GenerationOrigin first, GenerationOrigin second)
    {
        host.Generations(first, second);
        host.Approve(Some.Path, Some.DigestA, ApprovalTerms.From(1).MovedOnIn(2));
        host.Approve(Some.Path, Some.DigestB, ApprovalTerms.From(1));
    }
}
