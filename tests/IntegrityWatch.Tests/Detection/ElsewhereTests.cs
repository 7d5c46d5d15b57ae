using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Judging;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.Detection;

/// <summary>What is told of uses that are a container's, or are said to be.</summary>
public sealed class ElsewhereTests : IDisposable
{
    private const string Label = "docker-default";

    private readonly SomeHost host = new();

    public ElsewhereTests() => host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));

    public void Dispose() => host.Dispose();

    [Fact]
    public void A_containers_content_is_not_held_against_the_hosts_baseline()
    {
        Assert.Empty(host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Container))));
        Assert.DoesNotContain(host.Ask(history => history.Observed(Some.Path)), seen => seen.Digest.Equals(Some.DigestB));
        Assert.Equal(Label, Assert.Single(host.Ask(history => history.Elsewhere(Some.Path))).Container);
    }

    [Fact]
    public void It_is_approved_by_no_capture()
    {
        host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Container)));
        host.Capture(Some.Evidence());

        Assert.Null(host.Ask(history => history.Approval(Some.Path, Some.DigestB)));
        Assert.Equal(FindingKind.AlteredFile, Assert.Single(host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 9)))).Kind);
    }

    [Theory]
    [InlineData("memfd:x", FindingKind.Fileless, Realm.Container)]
    [InlineData("/dev/shm/x", FindingKind.SuspiciousLocation, Realm.Container)]
    [InlineData("memfd:x", FindingKind.Fileless, Realm.Claimed)]
    public void What_is_bad_in_itself_is_as_bad_there_and_says_whose_it_is(string path, FindingKind kind, Realm realm)
    {
        var ofHost = host.Scan(Some.Evidence(Of(HostPath.Of(path), Some.DigestB, Realm.Host))).Single(finding => finding.Kind == kind);
        var found = host.Scan(Some.Evidence(Of(HostPath.Of(path), Some.DigestC, realm))).Single(finding => finding.Kind == kind && finding.Realm == realm);

        Assert.Equal((ofHost.Severity, Label), (found.Severity, found.Container));
        Assert.Contains(found.Id, host.OpenFindings().Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(false, FindingKind.NewFile)]
    [InlineData(true, FindingKind.AlteredFile)]
    public void What_came_after_the_image_was_made_is_told(bool isOther, FindingKind kind)
    {
        var found = Assert.Single(host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Container) with { CameLater = true, IsOtherInImage = isOther })));

        Assert.Equal((kind, Severity.Medium, Realm.Container), (found.Kind, found.Severity, found.Realm));
        Assert.Equal(Severity.Medium, Assert.Single(host.Scan(Some.Evidence())).Severity);
    }

    [Fact]
    public void What_only_a_label_calls_a_containers_is_one_low_finding_a_label()
    {
        var found = Assert.Single(host.Scan(Some.Evidence(
            Of(Some.Path, Some.DigestB, Realm.Claimed), Of(HostPath.Of("/usr/bin/other"), Some.DigestC, Realm.Claimed))));

        Assert.Equal((Severity.Low, Realm.Claimed, Label), (found.Severity, found.Realm, found.Container));
        Assert.Contains("2 files", found.Message, StringComparison.Ordinal);
        Assert.Contains("/usr/bin/other", found.Message, StringComparison.Ordinal);

        var more = Assert.Single(host.Scan(Some.Evidence(Of(HostPath.Of("/usr/bin/third"), Some.DigestC, Realm.Claimed))));
        Assert.Equal(found.Id, more.Id);
        Assert.Contains("3 files", more.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Realm.Container)]
    [InlineData(Realm.Claimed)]
    public void What_is_told_of_it_can_be_accepted_and_approves_nothing(Realm realm)
    {
        var found = Assert.Single(host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, realm) with { CameLater = true })));

        var settled = host.Accept("ours", found);

        Assert.Equal((found.Id, FindingClosure.Accepted), (Assert.Single(settled.Closed).Id, settled.Closed[0].Closed));
        Assert.Empty(settled.Approved);
        Assert.Empty(host.OpenFindings());
        Assert.Null(host.Ask(history => history.Approval(Some.Path, Some.DigestB)));
    }

    [Fact]
    public void A_claim_of_what_is_approved_is_nothing()
    {
        var path = HostPath.Of("/usr/bin/never-used");
        host.Approve(path, Some.DigestC);

        Assert.Empty(host.Scan(Some.Evidence(Of(path, Some.DigestC, Realm.Claimed))));
    }

    /// <summary>What is counted is what bears this label alone, is not approved, and came after the first capture.</summary>
    [Fact]
    public void A_claim_counts_its_own_label_s_drift_alone()
    {
        using var fresh = new SomeHost();
        var approved = HostPath.Of("/usr/bin/never-used");
        Assert.DoesNotContain(fresh.Scan(Some.Evidence(Of(HostPath.Of("/usr/bin/before"), Some.DigestB, Realm.Claimed), Of(HostPath.Of("/usr/bin/grown"), Some.DigestB, Realm.Container) with { CameLater = true })),
            finding => finding.Kind != FindingKind.NoBaseline);
        fresh.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        fresh.Approve(approved, Some.DigestC);

        var found = fresh.Scan(Some.Evidence(
            Of(HostPath.Of("/usr/bin/mine"), Some.DigestB, Realm.Claimed),
            Of(approved, Some.DigestC, Realm.Claimed),
            Of(HostPath.Of("/usr/bin/a-container's"), Some.DigestB, Realm.Container),
            Of(HostPath.Of("/usr/bin/another's"), Some.DigestB, Realm.Claimed) with { Container = "lxc-1" }));

        Assert.Equal(
            ["only a label says that these are a container's: 1 files, such as /usr/bin/another's", "only a label says that these are a container's: 1 files, such as /usr/bin/mine"],
            found.Select(finding => finding.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_claim_is_low_whatever_a_policy_says_of_new_files()
    {
        host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Claimed)));
        host.Under("""{"kinds": {"new-file": {"severity": "critical"}}}""");

        Assert.Equal(Severity.Low, Assert.Single(host.OpenFindings()).Severity);
    }

    [Theory]
    [InlineData(Realm.Container, Realm.Host)]
    [InlineData(Realm.Claimed, Realm.Host)]
    [InlineData(Realm.Container, Realm.Claimed)]
    public void A_waiver_for_one_realms_content_says_nothing_of_anothers(Realm waived, Realm told)
    {
        var path = HostPath.Of("/dev/shm/x");
        var mine = host.Scan(Some.Evidence(Of(path, Some.DigestB, waived))).Single(finding => finding.Kind == FindingKind.SuspiciousLocation);
        var drift = host.OpenFindings().Where(finding => finding.Path == path && finding.Realm == waived).ToArray();
        host.Accept("ours", drift);
        Assert.DoesNotContain(mine.Id, host.OpenFindings().Select(finding => finding.Id));

        var other = host.Scan(Some.Evidence(Of(path, Some.DigestB, told) with { ListEntry = 8 }));

        Assert.Contains(other, finding => finding.Kind == FindingKind.SuspiciousLocation && finding.Realm == told);
        Assert.DoesNotContain(mine.Id, host.OpenFindings().Select(finding => finding.Id));
    }

    [Fact]
    public void Nor_does_one_for_the_hosts_content_silence_a_containers()
    {
        var path = HostPath.Of("/dev/shm/x");
        var mine = host.Scan(Some.Evidence(Of(path, Some.DigestB, Realm.Host)));
        host.Accept("ours", [.. mine]);
        var waivers = host.Ask(history => new Waivers(history));
        var place = mine.Single(finding => finding.Kind == FindingKind.SuspiciousLocation);

        Assert.True(waivers.Silence(place));
        Assert.False(waivers.Silence(place with { Realm = Realm.Container, Container = Label }));
        Assert.False(waivers.Silence(place with { Realm = Realm.Claimed, Container = Label }));
    }

    [Fact]
    public void Nor_does_one_for_a_container_silence_another_container()
    {
        var path = HostPath.Of("/dev/shm/x");
        host.Accept("ours", [.. host.Scan(Some.Evidence(Of(path, Some.DigestB, Realm.Container)))]);

        Assert.Contains(host.Scan(Some.Evidence(Of(path, Some.DigestB, Realm.Container) with { Container = "another" })),
            finding => finding is { Kind: FindingKind.SuspiciousLocation, Container: "another" });
    }

    [Fact]
    public void A_worse_finding_of_another_realm_keeps_nothing_from_being_accepted()
    {
        host.Under("""{"containers": {"drift": "critical"}}""");
        host.Scan(Some.Evidence(Of(HostPath.Of("/usr/bin/x"), Some.DigestB, Realm.Host)));
        host.Scan(Some.Evidence(Of(HostPath.Of("/usr/bin/x"), Some.DigestB, Realm.Container) with { CameLater = true, Container = "other" }));
        var mine = host.OpenFindings().Where(finding => finding.Realm == Realm.Host).ToArray();

        host.Accept("ours", mine);

        Assert.DoesNotContain(host.OpenFindings(), finding => finding.Realm == Realm.Host);
    }

    [Fact]
    public void Where_one_use_was_the_hosts_all_are()
    {
        host.Scan(Some.Evidence(Some.Seen(Some.Path, Some.DigestB, entry: 5)));

        Assert.All(host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Container))), finding => Assert.Equal(Realm.Host, finding.Realm));
        Assert.Empty(host.Ask(history => history.Elsewhere(Some.Path)));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void What_only_the_list_told_of_goes_over_to_the_container_that_a_record_names_where_the_disk_agrees(bool isProven, int left)
    {
        Assert.Equal(FindingKind.AlteredFile, Assert.Single(host.Scan(Some.Evidence(Some.Listed(Some.Path, Some.DigestB, entry: 5)))).Kind);

        var found = host.Scan(Some.Evidence(Of(Some.Path, Some.DigestB, Realm.Container) with { Sources = EvidenceSources.Audit, IsProven = isProven }));
        Assert.Equal(left, found.Count(finding => finding.Realm == Realm.Host));
    }

    private static Observation Of(HostPath path, Digest digest, Realm realm) =>
        Some.Seen(path, digest, entry: 7) with { Realm = realm, Container = realm == Realm.Host ? null : Label };
}
