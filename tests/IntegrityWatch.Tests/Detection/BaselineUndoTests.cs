using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Tests.Detection;

public sealed class BaselineUndoTests : IDisposable
{
    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public BaselineUndoTests()
    {
        disk = new EvidenceRoot(folder.Path);
        Lay("a");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
    }

    public void Dispose()
    {
        disk.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Approvals_are_as_before_and_every_generation_still_holds()
    {
        CaptureB();

        var plan = host.Undo();

        Assert.Equal((2, 3, GenerationOrigin.Undo), (plan.Undone.Number, plan.Generation.Number, plan.Generation.Origin));
        Assert.Equal([Some.DigestB], plan.Revoked.Select(known => known.Digest));
        Assert.Equal([Some.DigestA], plan.Restored.Select(known => known.Digest));
        Assert.Equal([(Some.DigestA, false)], host.Approvals(Some.Path).Select(known => (known.Digest, known.IsSuperseded)));
        Assert.All(host.Ask(history => GenerationCheck.Of(history)), verdict => Assert.Null(verdict.Fault));
        Assert.Equal(Content(1), Content(3));
        Assert.NotEqual(Content(1), Content(2));
    }

    [Fact]
    public void What_it_closed_is_open_again_and_what_it_approved_is_judged_again()
    {
        var finding = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2))).Single(FindingKind.AlteredFile);
        CaptureB();
        Assert.Empty(host.OpenFindings());

        var plan = host.Undo();

        Assert.Equal([finding.Id], plan.Reopened.Select(life => life.Id));
        Assert.Equal([finding.Id], host.OpenFindings().Select(open => open.Id));
        Assert.Equal([finding.Id], host.Scan(Some.Evidence()).Select(open => open.Id));
    }

    [Fact]
    public void A_use_since_is_judged_by_what_is_approved_now()
    {
        Lay("b");
        host.Capture(Some.Evidence(), disk);
        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2))));

        host.Undo();

        Assert.Equal(["altered-file"], host.Scan(Some.Evidence()).On(Some.Path));
    }

    [Fact]
    public void What_was_approved_when_it_was_used_and_is_no_longer_is_explained_by_its_package()
    {
        host.Packages = new SomePackages();
        host.Packages.Install(Some.Path, "a", "1");
        host.Capture(Some.Evidence(), disk);
        host.Packages.Install(Some.Path, "b", "2", at: Some.Time.AddHours(2));
        host.Now = Some.Time.AddHours(3);
        CaptureB();
        Assert.Empty(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk));

        host.Undo();

        var altered = host.Scan(Some.Evidence(), disk).Single(FindingKind.AlteredFile);
        Assert.Equal((Severity.Low, true), (altered.Severity, altered.Explained));
    }

    [Fact]
    public void What_was_told_since_stays_open()
    {
        CaptureB();
        var finding = host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestA, Some.Time.AddDays(1)))).Single(FindingKind.RevertedFile);

        host.Undo();

        Assert.Contains(finding.Id, host.Scan(Some.Evidence()).Select(open => open.Id));
    }

    [Fact]
    public void The_first_capture_taken_back_leaves_no_baseline()
    {
        host.Undo();

        Assert.Equal([FindingKind.NoBaseline], host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2))).Select(finding => finding.Kind));
        host.Capture(Some.Evidence(), disk);
        Assert.Equal([Some.DigestA], host.Approvals(Some.Path).Select(known => known.Digest));
        Assert.All(host.Ask(history => GenerationCheck.Of(history)), verdict => Assert.Null(verdict.Fault));
    }

    [Fact]
    public void A_second_undo_takes_back_the_one_before_and_a_third_finds_none()
    {
        CaptureB();

        Assert.Equal([2, 1], [host.Undo().Undone.Number, host.Undo().Undone.Number]);
        Assert.Throws<CannotCheckException>(() => host.Undo());
    }

    [Fact]
    public void What_was_taken_back_can_be_approved_again()
    {
        CaptureB();
        host.Undo();

        var plan = CaptureB();

        Assert.Equal([Some.DigestB], plan.Approved.Select(known => known.Digest));
        Assert.Equal([Some.DigestA], plan.Superseded.Select(known => known.Digest));
        Assert.Equal(4, host.Approvals(Some.Path).Single(known => known.Digest.Equals(Some.DigestB)).Generation);
        Assert.All(host.Ask(history => GenerationCheck.Of(history)), verdict => Assert.Null(verdict.Fault));
    }

    [Fact]
    public void A_waiver_that_was_taken_back_holds_no_longer()
    {
        var place = HostPath.Of("/opt/.x/tool");
        host.Accept("ours", [.. host.Scan(Some.Evidence(Some.Seen(place, Some.DigestA)))]);
        Assert.Empty(host.OpenFindings());

        host.Undo();

        Assert.Empty(host.Ask(history => history.DecisionsInForce));
        Assert.Contains("suspicious-location", host.Scan(Some.Evidence()).On(place));
    }

    private CapturePlan CaptureB()
    {
        Lay("b");
        return host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2)), disk);
    }

    private void Lay(string content) => folder.Write("usr/bin/some", content);

    private string Content(int generation) => host.Ask(history => BaselineContent.Of(history, generation).Digest());
}
