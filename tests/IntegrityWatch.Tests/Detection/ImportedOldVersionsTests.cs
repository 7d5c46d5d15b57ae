using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What is told of an old version that an imported generation knows, and when nothing says that it came back.</summary>
public sealed class ImportedOldVersionsTests : IDisposable
{
    private static readonly DateTimeOffset MadeAt = Some.Time.AddDays(1);

    private readonly SomeHost host = new() { Now = MadeAt.AddDays(1) };

    public ImportedOldVersionsTests() => host.Change(history =>
        new BaselineImport(history, host.Now).Prepare([new BaselinePath { Path = Some.Path, Approved = [Some.DigestB], Superseded = [Some.DigestA] }],
            packages: null, new GenerationFacts(GenerationOrigin.Import, MadeAt)));

    public void Dispose() => host.Dispose();

    [Fact]
    public void That_came_back_after_the_import_is_as_bad_as_any()
    {
        var finding = Assert.Single(host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestB, MadeAt.AddHours(1)), Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(2)))));

        Assert.Equal((FindingKind.RevertedFile, Severity.High, Some.DigestA), (finding.Kind, finding.Severity, finding.Digest));
    }

    [Fact]
    public void That_was_used_before_by_its_time_and_by_the_logs_order_is_told_and_low()
    {
        var finding = Assert.Single(host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(-2)), Some.Audited(Some.Path, Some.DigestB, MadeAt.AddHours(-1)))));

        Assert.Equal((FindingKind.RevertedFile, Severity.Low), (finding.Kind, finding.Severity));
        Assert.Contains("before what was imported was made", finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void That_was_used_after_the_import_was_made_is_high_though_the_approved_one_was_used_later() =>
        Assert.Equal(Severity.High, Assert.Single(host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(1)), Some.Audited(Some.Path, Some.DigestB, MadeAt.AddHours(2))))).Severity);

    [Fact]
    public void That_was_used_last_is_high_whatever_its_time() =>
        Assert.Equal(Severity.High, Assert.Single(host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestB, MadeAt.AddHours(-2)), Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(-1))))).Severity);

    [Fact]
    public void Before_which_only_something_unapproved_was_used_is_high() =>
        Assert.Equal(Severity.High, host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(-2)), Some.Audited(Some.Path, Some.DigestC, MadeAt.AddHours(-1))))
            .Single(FindingKind.RevertedFile).Severity);

    [Fact]
    public void Which_a_capture_moved_on_from_is_high_whatever_an_import_says()
    {
        host.Change(history => history.Put(history.Generations[0] with { Origin = GenerationOrigin.Capture }));

        Assert.Equal(Severity.High, Assert.Single(host.Scan(Some.Evidence(
            Some.Audited(Some.Path, Some.DigestA, MadeAt.AddHours(-2)), Some.Audited(Some.Path, Some.DigestB, MadeAt.AddHours(-1))))).Severity);
    }
}
