using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Detection.Reports;

/// <summary>What is asked of the history is asked of containers' uses, too; and they are told as what they are.</summary>
public sealed class HistoryQuestionTests : IDisposable
{
    private const string Label = "docker-default";

    private readonly SomeHost host = new();

    public HistoryQuestionTests()
    {
        host.Capture(Some.Evidence(Some.Seen(Some.Path, Some.DigestA)));
        host.Scan(Some.Evidence(
            Some.Seen(Some.Path, Some.DigestB, entry: 7) with { Realm = Realm.Container, Container = Label },
            Some.Seen(Some.Path, Some.DigestB, entry: 8) with { Realm = Realm.Claimed, Container = "another" },
            Some.Seen(HostPath.Of("/usr/bin/x"), Some.DigestA, entry: 9) with { Realm = Realm.Container, Container = Label }));
    }

    public void Dispose() => host.Dispose();

    [Fact]
    public void A_path_tells_what_it_was_in_containers() =>
        Assert.Equal([(Some.DigestA, Realm.Host, null, KnownState.Approved), (Some.DigestB, Realm.Container, Label, KnownState.Observed), (Some.DigestB, Realm.Claimed, "another", KnownState.Observed)],
            Ask(new HistoryQuestion { Paths = [Some.Path] }).Select(file => (file.Digest, file.Realm, file.Container, file.State)).OrderBy(file => file.Realm));

    [Fact]
    public void A_digest_tells_the_containers_that_had_it()
    {
        Assert.Equal([Some.Path.ToString(), "/usr/bin/x"],
            Ask(new HistoryQuestion { Digests = [Some.DigestA] }).Select(file => file.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, Ask(new HistoryQuestion { Digests = [Some.DigestB] }).Count);
        Assert.Equal(2, Ask(new HistoryQuestion { DigestsThatBegin = new DigestBeginning(null, Some.DigestB.Hex[..8]) }).Count);
    }

    [Fact]
    public void A_time_tells_them_too_and_what_a_container_used_is_approved_by_nothing()
    {
        var found = Ask(new HistoryQuestion { Since = Some.Time.AddYears(-1) });

        Assert.Equal(3, found.Count(file => file.Realm != Realm.Host));
        Assert.All(found.Where(file => file.Realm != Realm.Host), file => Assert.Null(file.Approval));
    }

    private IReadOnlyList<DigestHistory> Ask(HistoryQuestion question) => host.Ask(history => question.Ask(history).Files);
}
