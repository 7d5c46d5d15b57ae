using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

public sealed class ResolutionTests : IDisposable
{
    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();
    private readonly EvidenceRoot disk;

    public ResolutionTests()
    {
        folder.Write("etc/hostname", "web01\n");
        folder.Write("usr/bin/some", "a");
        disk = new EvidenceRoot(folder.Path);
        host.Change(history => history.Change(state => state with { Host = "web01" }));
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)), disk);
    }

    public void Dispose()
    {
        disk.Dispose();
        host.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void What_was_dealt_with_is_closed_and_approves_nothing()
    {
        var finding = Altered(lies: false);

        var settled = host.Resolve(disk, finding);

        Assert.Equal((GenerationOrigin.Resolution, FindingClosure.Resolved), (settled.Generation.Origin, settled.Closed.Single().Closed));
        Assert.Empty(host.OpenFindings());
        Assert.DoesNotContain(host.Approvals(Some.Path), known => known.Digest.Equals(Some.DigestB));
    }

    [Fact]
    public void What_is_named_is_closed_and_nothing_beside_it()
    {
        var finding = Altered(lies: false);
        var other = host.Scan(Some.Evidence(Some.Seen(HostPath.Of("/usr/bin/beside"), Some.DigestC, entry: 90))).Single(FindingKind.NewFile);

        host.Resolve(disk, finding);

        Assert.Equal([other.Id], host.OpenFindings().Select(left => left.Id));
    }

    [Fact]
    public void What_still_lies_there_is_not_dealt_with()
    {
        var finding = Altered(lies: true);

        Assert.Contains("still lies there", Assert.Throws<CannotCheckException>(() => host.Resolve(disk, finding)).Message, StringComparison.Ordinal);
        Assert.Single(host.OpenFindings());
    }

    [Fact]
    public void Where_another_hosts_files_are_named_what_a_scan_saw_last_counts()
    {
        var finding = Altered(lies: true);
        using var other = new TemporaryFolder();
        using var elsewhere = new EvidenceRoot(other.Path);
        host.Change(history => history.Put(history.Observed(Some.Path, Some.DigestB)! with { LiesOnDisk = true }));

        Assert.Throws<CannotCheckException>(() => host.Resolve(elsewhere, finding));
    }

    [Fact]
    public void Used_again_it_is_told_again()
    {
        host.Resolve(disk, Altered(lies: false));

        Assert.Equal(["altered-file"], host.Scan(Some.Evidence(Some.Audited(Some.Path, Some.DigestB, Some.Time.AddDays(1)))).On(Some.Path));
    }

    [Fact]
    public void An_event_can_be_resolved_too()
    {
        var finding = host.Scan(Some.Evidence() with { Incidents = [Some.Violation()] }).Single(FindingKind.Violation);

        host.Resolve(disk, finding);

        Assert.Empty(host.Scan(Some.Evidence()));
    }

    [Fact]
    public void That_there_is_no_baseline_is_not_resolved()
    {
        using var fresh = new SomeHost();
        var finding = fresh.Scan(Some.Evidence()).Single(FindingKind.NoBaseline);

        Assert.Throws<CannotCheckException>(() => fresh.Resolve(disk, finding));
    }

    private Finding Altered(bool lies)
    {
        var finding = host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 2))).Single(FindingKind.AlteredFile);
        folder.Write("usr/bin/some", lies ? "b" : "a");
        return finding;
    }
}
