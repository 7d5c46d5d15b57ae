using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class RetentionTests : IDisposable
{
    private static readonly HostPath Old = HostPath.Of("/opt/old");

    private readonly TemporaryHistory history = new();

    public void Dispose() => history.Dispose();

    [Fact]
    public void What_was_seen_long_ago_and_nobody_approved_is_forgotten()
    {
        history.Publish(update => update.Put(Seen(Old, Some.Time)));

        Assert.Equal(1, Forget(Some.Time.AddSeconds(1)));
        Assert.Empty(history.Read(read => read.Observed(Old)));
    }

    [Fact]
    public void What_was_seen_since_is_kept()
    {
        history.Publish(update => update.Put(Seen(Old, Some.Time)));

        Assert.Equal(0, Forget(Some.Time));
    }

    [Fact]
    public void What_was_ever_approved_is_kept_with_all_that_was_seen_of_it()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time));
            update.Put(new Approval { Path = Old, Digest = Some.DigestA, Terms = new ApprovalTerms([1, 2]), ApprovedAt = Some.Time });
        });

        Assert.Equal(0, Forget(Some.Time.AddYears(9)));
        Assert.Single(history.Read(read => read.Approvals(Old)));
    }

    [Fact]
    public void What_an_open_finding_tells_of_is_kept()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time));
            update.Put(new FindingLife { Id = "1", Kind = "new-file", Path = Old, Digest = Some.DigestA, FoundAt = Some.Time });
        });

        Assert.Equal(0, Forget(Some.Time.AddYears(9)));
    }

    [Fact]
    public void What_the_latest_boots_list_holds_is_kept_or_the_next_look_would_take_it_for_news()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time) with { Boots = [Some.Boot] });
            update.Put(Seen(HostPath.Of("/opt/older"), Some.Time) with { Boots = [Some.OtherBoot] });
            update.Put(SomeRecord.Cursor.Single() with { BootId = Some.Boot, LastScanned = Some.Time });
        });

        Assert.Equal(1, Forget(Some.Time.AddYears(9)));
        Assert.Single(history.Read(read => read.Observed(Old)));
    }

    [Fact]
    public void It_is_due_once_a_week()
    {
        history.Publish(update => update.Change(_ => new HistoryState { LastPruned = Some.Time }));

        Assert.False(history.Read(read => Retention.IsDue(read, Some.Time.AddDays(6))));
        Assert.True(history.Read(read => Retention.IsDue(read, Some.Time.AddDays(7))));
    }

    [Fact]
    public void After_a_clock_that_was_ahead_was_set_back_it_is_due_again()
    {
        history.Publish(update => update.Change(_ => new HistoryState { LastPruned = Some.Time.AddYears(70) }));

        Assert.True(history.Read(read => Retention.IsDue(read, Some.Time)));
    }

    [Fact]
    public void What_the_update_itself_brings_is_kept_however_old_its_evidence_is()
    {
        history.Publish(update => update.Put(Seen(HostPath.Of("/opt/known"), Some.Time)));

        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time));
            update.Put(new IncidentRecord { Key = new IncidentKey("violation", Old, ""), Count = 1, FirstSeen = Some.Time, LastSeen = Some.Time, Sources = EvidenceSources.Audit });
            Assert.Equal(1, Retention.Forget(update, Some.Time.AddYears(1)));
        });

        Assert.Single(history.Read(read => read.Observed(Old)));
        Assert.Single(history.Read(read => read.Incidents()));
        Assert.Empty(history.Read(read => read.Observed(HostPath.Of("/opt/known"))));
    }

    [Fact]
    public void What_a_file_was_when_it_was_hashed_is_kept_as_long_as_anything_is_known_of_it()
    {
        HostPath[] paths = [Old, HostPath.Of("/opt/new"), HostPath.Of("/opt/approved"), HostPath.Of("/opt/container"), HostPath.Of("/opt/stray")];
        history.Publish(update =>
        {
            foreach (var path in paths)
                update.Put(new HashedFile { Path = path, Length = 1, Device = 1, Inode = 1, Modified = 1, Changed = 1, Digests = [Some.DigestA] });
            update.Put(Seen(Old, Some.Time));
            update.Put(Seen(paths[1], Some.Time.AddDays(2)));
            update.Put(new Approval { Path = paths[2], Digest = Some.DigestA, Terms = new ApprovalTerms([1]), ApprovedAt = Some.Time });
            update.Put(Seen(paths[3], Some.Time.AddDays(2)) with { Realm = Realm.Container, Container = "c" });
        });

        Forget(Some.Time.AddDays(1));

        history.Publish(update => Assert.Equal(paths[1..4].Order(), update.AllHashed().Select(file => file.Path).Order()));
    }

    [Fact]
    public void What_the_latest_boots_list_holds_of_containers_is_kept()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time) with { Realm = Realm.Container, Container = "c", Boots = [Some.Boot] });
            update.Put(Seen(Old, Some.Time) with { Realm = Realm.Container, Container = "d", Boots = [Some.OtherBoot] });
            update.Put(SomeRecord.Cursor.Single() with { BootId = Some.Boot, LastScanned = Some.Time });
        });

        Assert.Equal(1, Forget(Some.Time.AddYears(9)));
        Assert.Equal("c", Assert.Single(history.Read(read => read.Elsewhere(Old))).Container);
    }

    [Fact]
    public void Incidents_of_long_ago_are_forgotten_and_counted_but_those_seen_since_and_those_that_are_open()
    {
        history.Publish(update =>
        {
            foreach (var (path, at) in new[] { ("/old", Some.Time), ("/older", Some.Time.AddDays(-1)), ("/since", Some.Time.AddDays(1)), ("/open", Some.Time) })
                update.Put(new IncidentRecord
                {
                    Key = new IncidentKey("violation", HostPath.Of(path), ""), Count = 1, FirstSeen = at, LastSeen = at, Sources = EvidenceSources.Audit,
                });
            update.Put(new FindingLife { Id = "1", Kind = "violation", Path = HostPath.Of("/open"), FoundAt = Some.Time });
        });

        Assert.Equal(2, Forget(Some.Time.AddDays(1)));
        Assert.Equal(["/open", "/since"], history.Read(read => read.Incidents().Select(incident => incident.Key.Path.ToString()).Order().ToList()));
    }

    [Fact]
    public void Lists_of_earlier_boots_are_known_as_long_as_what_was_seen_in_them_and_the_latest_for_ever()
    {
        history.Publish(update =>
        {
            foreach (var (boot, day) in new[] { ("old", 0), ("since", 2), ("latest", 3) })
                update.Put(SomeRecord.Cursor.Single() with { BootId = boot, LastScanned = Some.Time.AddDays(day) });
        });

        Forget(Some.Time.AddDays(2));
        Assert.Equal(["latest", "since"], history.Read(read => read.Cursors().Select(cursor => cursor.BootId).ToList()));
        Forget(Some.Time.AddDays(9));
        Assert.Equal(["latest"], history.Read(read => read.Cursors().Select(cursor => cursor.BootId).ToList()));
    }

    [Fact]
    public void What_an_update_brings_of_containers_is_kept_however_old_it_is()
    {
        history.Publish(update =>
        {
            update.Put(Seen(Old, Some.Time) with { Realm = Realm.Container, Container = "c" });
            Assert.Equal(0, Retention.Forget(update, Some.Time.AddYears(1)));
        });

        Assert.Single(history.Read(read => read.Elsewhere(Old)));
    }

    private int Forget(DateTimeOffset before)
    {
        var forgotten = 0;
        history.Publish(update =>
        {
            forgotten = Retention.Forget(update, before);
            update.Change(_ => new HistoryState());
        });
        return forgotten;
    }

    private static ObservedDigest Seen(HostPath path, DateTimeOffset at) => new()
    {
        Path = path,
        Digest = Some.DigestA,
        Sources = EvidenceSources.Audit,
        FirstSeen = at,
        LastSeen = at,
        Boots = [],
    };
}
