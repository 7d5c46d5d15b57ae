using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What becomes of a finding when a later record knows its file's true name or realm, or the disk holds something else.</summary>
public sealed class MovedFindingsTests : IDisposable
{
    private static readonly HostPath Listed = HostPath.Of("/opt/my_tool");
    private static readonly HostPath Named = HostPath.Of("/opt/my tool");
    private static readonly HostPath Other = HostPath.Of("/opt/other");

    private readonly SomeHost host = new();
    private readonly TemporaryFolder folder = new();

    public MovedFindingsTests() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    public void Dispose()
    {
        folder.Dispose();
        host.Dispose();
    }

    /// <summary>The finding of this content goes on under its true name; what is told of another content, another path or the entry itself stays.</summary>
    [Fact]
    public void A_finding_goes_on_under_its_true_name_and_no_other_moves_with_it()
    {
        host.Scan(Some.Evidence(Some.Listed(Listed, Some.DigestB, entry: 2), Some.Listed(Listed, Some.DigestC, entry: 3), Some.Listed(Other, Some.DigestB, entry: 4))
            with { Incidents = [SignatureOf(Listed, Some.DigestB)] });
        host.Now += TimeSpan.FromHours(1);

        var told = host.Scan(Some.Evidence(Some.Seen(Named, Some.DigestB, entry: 2)));

        Assert.Equal(
            [("new-file", Named, Some.DigestB), ("new-file", Listed, Some.DigestC), ("new-file", Other, Some.DigestB), ("signature-invalid", Listed, Some.DigestB)],
            told.Select(finding => (finding.Kind.Name(), finding.Path, finding.Digest!)).OrderBy(found => found.Item1, StringComparer.Ordinal).ThenBy(found => found.Item2));
        Assert.All(told, finding => Assert.Equal((FindingState.Open, host.Now.AddHours(-1)), (finding.State, finding.FoundAt)));
    }

    [Fact]
    public void What_turns_out_to_be_a_container_s_is_told_of_the_host_no_more_and_nothing_beside_it_goes()
    {
        var grown = Some.Seen(Other, Some.DigestC, entry: 9) with { Realm = Realm.Container, Container = "web", CameLater = true };
        host.Scan(Some.Evidence(grown));
        host.Scan(Some.Evidence(Some.Listed(Listed, Some.DigestB, entry: 2), Some.Listed(Listed, Some.DigestC, entry: 3), Some.Listed(Other, Some.DigestB, entry: 4))
            with { Incidents = [SignatureOf(Listed, Some.DigestB)] });

        host.Scan(Some.Evidence(Some.Audited(Listed, Some.DigestB, Some.Time) with { Realm = Realm.Container, Container = "web", IsProven = true }));

        Assert.Equal(
            [("new-file", Listed, Some.DigestC), ("new-file", Other, Some.DigestB), ("new-file", Other, Some.DigestC), ("signature-invalid", Listed, Some.DigestB)],
            host.OpenFindings().Select(finding => (finding.Kind.Name(), finding.Path, finding.Digest!))
                .OrderBy(found => found.Item1, StringComparer.Ordinal).ThenBy(found => found.Item2).ThenBy(found => found.Item3.Equals(Some.DigestC)));
    }

    /// <summary>That it lies there is told once, until something else lies there; and each file that was read is counted.</summary>
    [Fact]
    public void An_old_version_that_left_the_disk_is_asked_for_again()
    {
        folder.Write("usr/bin/some", "a");
        using var disk = new EvidenceRoot(folder.Path);
        host.Capture(Some.Evidence(Some.Listed(Some.Path, Some.DigestB, entry: 2)));

        foreach (var (content, lies) in new[] { ("a", true), ("a", true), ("b", false), ("a", true) })
        {
            folder.Write("usr/bin/some", content);
            var hashed = 0;
            host.Scan(Some.Evidence(), (_, scan, _) => hashed = scan.Hashed, disk);

            Assert.Equal(lies, host.Observed(Some.Path).Single(seen => seen.Digest.Equals(Some.DigestA)).LiesOnDisk);
            Assert.InRange(hashed, 1, 2);
        }
    }

    [Fact]
    public void Each_file_that_is_not_approved_and_lies_on_disk_is_counted_as_hashed()
    {
        folder.Write("opt/other", "b");
        using var disk = new EvidenceRoot(folder.Path);

        var hashed = 0;
        host.Scan(Some.Evidence(Some.Seen(Other, Some.DigestB, entry: 2)), (_, scan, _) => hashed = scan.Hashed, disk);

        Assert.Equal(1, hashed);
    }

    /// <summary>An event says what happened to a file, and not what is bad of it where it lies.</summary>
    [Fact]
    public void The_disk_is_not_asked_for_the_content_of_an_event_that_was_resolved()
    {
        folder.Write("opt/other", "b");
        using var disk = new EvidenceRoot(folder.Path);
        host.Change(history => history.Put(Some.Finding(FindingKind.SignatureInvalid, path: Other.ToString(), digest: Some.DigestB).LifeOf(Some.Time, TimeSpan.Zero)
            with { Closed = FindingClosure.Resolved }));

        host.Scan(Some.Evidence(), disk);

        Assert.Empty(host.Observed(Other));
    }

    private static Incident SignatureOf(HostPath path, Digest digest) => new() { Kind = FindingKind.SignatureInvalid, Path = path, Digest = digest, Subject = "1", Sources = EvidenceSources.Ima };
}
