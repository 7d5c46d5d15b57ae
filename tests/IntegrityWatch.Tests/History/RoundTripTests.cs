using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class RoundTripTests
{
    private const int Rounds = 20;

    [Fact]
    public void An_observation_comes_back_as_it_was_put() =>
        SomeRecord.Observed.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => (record.Path, record.Digest)),
            (update, record) => update.Put(record),
            (history, record) => history.Observed(record.Path, record.Digest),
            (record, stored) => stored with { Boots = record.Boots } == record && stored.Boots.SequenceEqual(record.Boots)),
            iter: Rounds);

    [Fact]
    public void An_approval_comes_back_as_it_was_put() =>
        SomeRecord.Approval.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => (record.Path, record.Digest)),
            (update, record) => update.Put(record),
            (history, record) => history.Approvals(record.Path).Single(approval => approval.Digest.Equals(record.Digest))),
            iter: Rounds);

    [Fact]
    public void A_generation_comes_back_as_it_was_put() =>
        SomeRecord.Generation.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => record.Number),
            (update, record) => update.Put(record),
            (history, record) => history.Generations.Single(generation => generation.Number == record.Number)),
            iter: Rounds);

    [Fact]
    public void An_incident_comes_back_as_it_was_put() =>
        SomeRecord.Incident.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => record.Key),
            (update, record) => update.Put(record),
            (history, record) => history.Incident(record.Key)), iter: Rounds);

    [Fact]
    public void A_findings_life_comes_back_as_it_was_put() =>
        SomeRecord.Finding.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => record.Id),
            (update, record) => update.Put(record),
            (history, record) => history.Findings().Single(finding => finding.Id == record.Id)),
            iter: Rounds);

    [Fact]
    public void A_cursor_comes_back_as_it_was_put() =>
        SomeRecord.Cursor.List[1, 20].Sample(records => ComesBack(
            records.DistinctBy(record => record.BootId),
            (update, record) => update.Put(record),
            (history, record) => history.Cursor(record.BootId),
            (record, stored) => stored with { Position = record.Position } == record
                && stored.Position with { PrefixDigest = record.Position.PrefixDigest } == record.Position
                && stored.Position.PrefixDigest.AsSpan().SequenceEqual(record.Position.PrefixDigest)), iter: Rounds);

    [Fact]
    public void The_state_comes_back_as_it_was_put() =>
        SomeRecord.State.Sample(state => ComesBack([state], (update, record) => update.Put(record), (history, _) => history.State),
            iter: Rounds);

    [Fact]
    public void Paths_that_differ_only_in_case_or_normalisation_stay_apart()
    {
        string[] paths = ["/bin/ls", "/bin/LS", "/bin/caf\u00e9", "/bin/cafe\u0301", "/bin/stra\u00dfe", "/bin/strasse", "/bin/ls ", " /bin/ls"];
        using var history = new TemporaryHistory();

        history.Publish(update => Array.ForEach(paths, path => update.Put(SomeRecord.ObservedAt(path, path))));

        Assert.All(paths, path => Assert.Equal(
            SomeRecord.ObservedAt(path, path).Digest, history.Read(read => Assert.Single(read.Observed(HostPath.Of(path))).Digest)));
    }

    [Fact]
    public void Long_paths_that_differ_in_their_last_byte_stay_apart()
    {
        var paths = Enumerable.Range('a', 20).Select(last => "/" + new string('x', 4094) + (char)last).ToArray();
        using var history = new TemporaryHistory();

        history.Publish(update => Array.ForEach(paths, path => update.Put(SomeRecord.ObservedAt(path, "same"))));

        Assert.Equal(
            paths, history.Read(read => read.Observed(SomeRecord.ObservedAt("", "same").Digest).Select(observed => observed.Path.ToString())));
    }

    [Fact]
    public void Of_many_boots_the_first_and_the_latest_fifteen_are_kept()
    {
        var boots = Enumerable.Range(0, 40).Select(boot => $"boot-{boot}").ToArray();
        var observed = SomeRecord.ObservedAt("/bin/ls", "a") with { Boots = boots };
        using var history = new TemporaryHistory();

        history.Publish(update => update.Put(observed));

        Assert.Equal([boots[0], .. boots[^15..]], history.Read(read => read.Observed(observed.Path, observed.Digest)!.Boots));
    }

    private static bool ComesBack<T>(
        IEnumerable<T> records, Action<IHistoryUpdate, T> put, Func<IHistory, T, T?> get, Func<T, T, bool>? same = null)
        where T : class
    {
        using var history = new TemporaryHistory();
        var all = records.ToList();
        history.Publish(update => all.ForEach(record => put(update, record)));
        return history.Read(read => all.TrueForAll(record =>
            get(read, record) is { } stored && (same?.Invoke(record, stored) ?? stored.Equals(record))));
    }
}
