using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

public sealed class AcceptanceTests : IDisposable
{
    private static readonly HostPath Added = HostPath.Of("/usr/bin/added");

    private readonly SomeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public void An_accepted_file_is_no_finding_any_more_and_others_stay_open()
    {
        host.Capture(Some.Evidence());
        var evidence = Some.Evidence(Some.Seen(Added, Some.DigestA, entry: 2), Some.Seen(Some.Path, Some.DigestB, entry: 3));
        var finding = host.Scan(evidence).First(found => found.Path == Added);

        var generation = Accept(finding);

        Assert.Equal((2, GenerationOrigin.Acceptance, "belongs", "root"), (generation.Number, generation.Origin, generation.Reason, generation.By));
        Assert.Equal([Some.Path], host.Scan(evidence).Select(found => found.Path).Distinct());
        Assert.Equal([Some.Path], host.OpenFindings().Select(found => found.Path).Distinct());
    }

    [Fact]
    public void An_accepted_digest_is_that_digest_alone()
    {
        host.Capture(Some.Evidence());
        Accept(host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestA, entry: 2)))[0]);

        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Seen(Added, Some.DigestB, entry: 3))).On(Added));
    }

    [Fact]
    public void What_is_out_of_place_can_be_accepted_with_all_that_is_told_of_it()
    {
        host.Capture(Some.Evidence());
        var evidence = Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA, entry: 2));

        Accept(host.Scan(evidence)[0]);

        Assert.Empty(host.Scan(evidence));
    }

    [Fact]
    public void An_event_is_closed_with_who_and_why_and_opens_again_when_it_happens_again()
    {
        host.Capture(Some.Evidence());
        var finding = host.Scan(Some.Evidence() with { Incidents = [Some.Violation()] }).Single(FindingKind.Violation);

        Assert.Equal(GenerationOrigin.Acceptance, Accept(finding).Origin);

        Assert.Empty(host.Scan(Some.Evidence()));
        var life = Assert.Single(host.Ask(history => history.Findings()), life => life.Kind == "violation");
        Assert.Equal(("root", "belongs"), (life.AcceptedBy, life.AcceptedReason));
        Assert.Equal(FindingState.New, host.Scan(Some.Evidence() with { Incidents = [Some.Violation()] }).Single(FindingKind.Violation).State);
    }

    [Fact]
    public void Without_a_baseline_no_file_can_be_accepted()
    {
        var finding = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/tmp/java"), Some.DigestA))).Single(FindingKind.SuspiciousLocation);

        Assert.Contains("nothing has been captured yet", Assert.Throws<CannotCheckException>(() => Accept(finding)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_there_is_no_baseline_cannot_be_accepted()
    {
        var finding = host.Scan(Some.Evidence()).Single(FindingKind.NoBaseline);

        Assert.Throws<CannotCheckException>(() => Accept(finding));
    }

    [Fact]
    public void An_upgrade_is_still_explained_after_one_of_its_files_was_accepted()
    {
        using var folder = new TemporaryFolder();
        using var disk = new EvidenceRoot(folder.Path);
        host.Packages = new SomePackages();
        host.Packages.Install(Some.Path, "a", "1.0");
        host.Packages.Install(Added, "a", "1.0");
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA), Some.Seen(Added, Some.DigestA)), disk);
        folder.Write("usr/bin/some", "b");
        folder.Write("usr/bin/added", "b");
        host.Packages.Install(Some.Path, "b", "1.1");
        host.Packages.Install(Added, "b", "1.1");
        var evidence = Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2), Some.Seen(Added, Some.DigestB, entry: 3));
        Accept(host.Scan(evidence, disk).First(found => found.Path == Added));

        Assert.Equal(Severity.Low, host.Scan(evidence, disk).Single(FindingKind.AlteredFile).Severity);
    }

    private Generation Accept(Finding finding) => host.Accept("belongs", finding).Generation;
}
