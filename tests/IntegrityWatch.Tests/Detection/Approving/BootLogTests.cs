using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Approving;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection.Approving;

/// <summary>Where this boot begins in the log, and which entry of its list has the first record.</summary>
public sealed class BootLogTests : IDisposable
{
    private const long Ordinal = 3;

    private readonly SomeHost host = new();

    public BootLogTests() => host.Generations(GenerationOrigin.Capture);

    public void Dispose() => host.Dispose();

    /// <summary>The log names no boot, or this one; its beginning is there by one record or the other.</summary>
    [Theory]
    [InlineData(true, false, null, false, 4L)]
    [InlineData(false, true, null, false, 4L)]
    [InlineData(false, false, null, false, null)]
    [InlineData(true, true, Some.Boot, false, 4L)]
    [InlineData(true, true, Some.OtherBoot, false, null)]
    [InlineData(true, true, null, true, null)]
    public void Only_a_log_that_is_whole_from_this_boot_s_beginning_says_what_came_first(bool hasStart, bool hasSystemBoot, string? boot, bool awaitsStart, long? first) =>
        Assert.Equal(first, FirstLogged(new BootState { Ordinal = Ordinal, Latest = 9, HasStart = hasStart, HasSystemBoot = hasSystemBoot, BootId = boot, AwaitsStart = awaitsStart }));

    /// <summary>What is missing of this boot's log may be a record of what came first.</summary>
    [Theory]
    [InlineData(EvidenceGapCause.LogPlaceLost, Some.Boot, true)]
    [InlineData(EvidenceGapCause.RecordsLost, Some.Boot, true)]
    [InlineData(EvidenceGapCause.SerialsMissing, Some.Boot, true)]
    [InlineData(EvidenceGapCause.LogDamaged, Some.Boot, true)]
    [InlineData(EvidenceGapCause.NoRecords, Some.Boot, true)]
    [InlineData(EvidenceGapCause.NoRecordsStill, Some.Boot, true)]
    [InlineData(EvidenceGapCause.OtherNodesOnly, Some.Boot, true)]
    [InlineData(EvidenceGapCause.SerialsMissing, Some.OtherBoot, false)]
    [InlineData(EvidenceGapCause.UnfinishedWork, Some.Boot, false)]
    [InlineData(EvidenceGapCause.PolicyJudgesLess, Some.Boot, false)]
    public void Nor_a_log_of_which_something_of_this_boot_is_missing(EvidenceGapCause cause, string boot, bool isBroken)
    {
        host.Change(history => history.Put(IncidentRecord.Of(Some.Gap(cause) with { Subject = $"x {boot}" }, Some.Time)));

        Assert.Equal(isBroken ? null : 4L, FirstLogged(Whole));
    }

    [Fact]
    public void Without_a_log_nothing_says_what_came_first() => Assert.Null(FirstLogged(null));

    [Fact]
    public void What_the_log_does_not_tell_of_yet_is_of_the_boot_after_its_last()
    {
        Assert.Equal(Ordinal, BootLog.OrdinalOf(Evidence(Whole)));
        Assert.Equal(Ordinal + 1, BootLog.OrdinalOf(Evidence(Whole with { AwaitsStart = true })));
        Assert.Null(BootLog.OrdinalOf(Evidence(null)));
    }

    /// <summary>A capture's own record is of the boot that the log tells of.</summary>
    [Fact]
    public void A_mark_names_the_record_that_the_capture_wrote_where_the_log_is_of_this_boot()
    {
        var own = new OwnRecord(8, Some.Time);

        Assert.Equal(new LogPlace(Ordinal, 8, Some.Time, Fingerprint: 0), BootLog.MarkOf(Evidence(Whole), own)!.Own);
        Assert.Null(BootLog.MarkOf(Evidence(Whole), own: null)!.Own);
        Assert.Null(BootLog.MarkOf(Evidence(Whole with { AwaitsStart = true }), own)!.Own);
        Assert.Equal(9u, BootLog.MarkOf(Evidence(Whole), own)!.Last.Serial);
        Assert.Null(BootLog.MarkOf(Evidence(Whole with { Latest = 0 }), own));
        Assert.Null(BootLog.MarkOf(Evidence(null), own));
    }

    private static BootState Whole => new() { Ordinal = Ordinal, Latest = 9, HasStart = true };

    private static EvidenceSnapshot Evidence(BootState? boots) => Some.Evidence() with
    {
        Audit = boots is null ? null : Some.WholeAudit() with { Position = Some.WholeAudit().Position! with { Boots = boots } },
    };

    /// <summary>Entry 4 of this boot's list has a record of this boot; of the others one lacks the record, one the boot, one the list.</summary>
    private long? FirstLogged(BootState? boots)
    {
        var path = new PathEvidence(Some.Path);
        var logged = Some.Logged(Some.Time, boot: Ordinal);
        path.Observed.AddRange(
        [
            Some.Use(Some.Path, Some.DigestA) with { ListEntry = 1 },
            Some.Use(Some.Path, Some.DigestB) with { ListEntry = 2, LastLogged = Some.Logged(Some.Time, boot: Ordinal - 1) },
            Some.Use(Some.Path, Some.DigestC) with { ListEntry = 3, Boots = [Some.Boot, Some.OtherBoot], LastLogged = logged },
            Some.Use(Some.Path, Some.DigestOf("d")) with { ListEntry = 0, LastLogged = logged, Boots = [] },
            Some.Use(Some.Path, Some.DigestOf("e")) with { ListEntry = 6, LastLogged = logged },
            Some.Use(Some.Path, Some.DigestOf("f")) with { ListEntry = 4, LastLogged = logged },
        ]);
        return host.Ask(history => BootLog.FirstLogged(history, Evidence(boots), [path]));
    }
}
