using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Uses;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public sealed class ObservationRecorderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_never_seen_is_news()
    {
        var fresh = Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA, entry: 7));

        var record = Assert.Single(fresh);
        Assert.Equal([Some.Boot], record.Boots);
        Assert.Equal((Some.Time, Some.Time, 7L), (record.FirstSeen, record.LastSeen, record.ListEntry));
        Assert.Equal(Some.Logged(Some.Time, Some.Path, Some.DigestA), record.LastLogged);
    }

    [Fact]
    public void To_read_the_same_twice_is_no_news()
    {
        var evidence = new[] { Some.Seen(Some.Path, Some.DigestA), Some.Listed(HostPath.Of("/usr/bin/listed"), Some.DigestB) };
        Record(Some.Boot, evidence);

        Assert.Empty(Record(Some.Boot, evidence));
        Assert.Empty(Record(Some.Boot, [.. evidence, .. evidence]));
    }

    [Fact]
    public void A_record_that_was_not_told_before_is_news_whatever_its_time()
    {
        Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA));

        var record = Assert.Single(Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, Some.Time.AddSeconds(-1), user: 0) with
        {
            LastLogged = new LogPlace(0, 100_001, Some.Time.AddSeconds(-1), 77),
        }));

        Assert.Equal((Some.Time.AddSeconds(-1), Some.Time), (record.FirstSeen, record.LastSeen));
        Assert.Equal((1000u, 0u), (record.FirstProcess!.Euid!.Value, record.LatestProcess!.Euid!.Value));
        Assert.Equal((1, 100_001u), (record.ListEntry, record.LastLogged!.Value.Serial));
    }

    [Fact]
    public void The_latest_process_is_the_latest_by_the_kernels_order_and_not_by_the_clock()
    {
        Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, Some.Time) with { LastLogged = new LogPlace(2, 10, Some.Time, 1) });

        // Of a log that is read from its beginning again: an earlier boot, and an earlier record of the same boot, with later times.
        foreach (var place in new[] { new LogPlace(1, 99, Some.Time.AddHours(1), 2), new LogPlace(2, 9, Some.Time.AddHours(2), 3) })
        {
            var record = Assert.Single(Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, place.Time, user: 0) with { LastLogged = place }));
            Assert.Equal((1000u, 10u), (record.LatestProcess!.Euid!.Value, record.LastLogged!.Value.Serial));
        }
    }

    [Fact]
    public void A_record_of_which_the_place_is_not_known_is_news()
    {
        var seen = Some.Audited(Some.Path, Some.DigestA, Some.Time) with { LastLogged = null };
        Record(Some.Boot, seen);

        Assert.Single(Record(Some.Boot, seen));
    }

    [Fact]
    public void Another_entry_of_the_same_list_is_news_and_the_same_entry_is_not()
    {
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5));

        Assert.Empty(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5)));
        var record = Assert.Single(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 9)));

        Assert.Equal(9, record.ListEntry);
        Assert.Equal([Some.Boot], record.Boots);
    }

    [Fact]
    public void What_a_kexec_carried_here_is_news_only_where_no_list_told_of_it_before()
    {
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5));

        Assert.Empty(Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA, entry: 5) with { IsCarried = true }));
        Assert.Single(Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestB, entry: 6) with { IsCarried = true }));
    }

    [Theory]
    [InlineData(Realm.Host, "/usr/bin/other tool")]
    [InlineData(Realm.Container, "/usr/bin/some")]
    [InlineData(Realm.Container, "/usr/bin/other tool")]
    public void What_a_kexec_carried_here_is_no_use_of_whomever_and_under_whichever_name_it_was_known(Realm realm, string name)
    {
        var path = HostPath.Of(name);
        Record(Some.Boot, Some.Seen(path, Some.DigestA, entry: 5) with { Realm = realm, Container = realm == Realm.Host ? null : "docker" });

        var news = Record(Some.OtherBoot, Some.Listed(path.AsListed(), Some.DigestA, entry: 5) with { IsCarried = true });

        Assert.Empty(news);
        Update(history =>
        {
            var known = Assert.Single(history.AllObserved().Concat(history.AllElsewhere()));
            Assert.Equal((path, realm, true), (known.Path, known.Realm, known.IsHeldBy(Some.OtherBoot)));
            Assert.Equal([Some.Boot], known.Boots);
        });
    }

    [Fact]
    public void What_a_kexec_carried_here_and_the_log_tells_of_in_this_boot_is_a_use_and_lacks_no_entry()
    {
        Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA, entry: 5));
        Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA, entry: 5) with { IsCarried = true });

        var used = Some.Audited(Some.Path, Some.DigestA, Some.Time.AddMinutes(5)) with { ShouldBeListed = true };
        Assert.Single(Record(Some.OtherBoot, used));
        Update(history => Assert.Empty(history.Incidents()));
        Record("a third boot", used with { LastLogged = Some.Logged(Some.Time.AddMinutes(9)) });
        Update(history => Assert.Single(history.Incidents()));
    }

    [Fact]
    public void What_lies_on_disk_is_told_once_until_something_else_lies_there()
    {
        var onDisk = new Observation { Path = Some.Path, Digest = Some.DigestA, Sources = EvidenceSources.Disk };
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA));

        Assert.Single(Record(Some.Boot, onDisk));
        Assert.Empty(Record(Some.Boot, onDisk));
        Update(history => new ObservationRecorder(history, Some.Boot, Some.Time).LeftDisk(history.Observed(Some.Path, Some.DigestA)!));
        Assert.Single(Record(Some.Boot, onDisk));
    }

    [Fact]
    public void A_use_is_of_the_generation_that_was_the_latest_when_it_was_read()
    {
        Assert.Equal(0, Assert.Single(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA))).UsedIn);
        Update(history => history.Put(Some.Generation(1)));
        Update(history => history.Put(Some.Generation(2)));

        Assert.Equal(2, Assert.Single(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 2))).UsedIn);
        Assert.Equal(2, Assert.Single(Record(Some.Boot, new Observation { Path = Some.Path, Digest = Some.DigestB, Sources = EvidenceSources.Disk })).UsedIn);
    }

    [Fact]
    public void A_use_before_the_record_that_a_capture_wrote_is_of_the_generation_before()
    {
        LogMark Mark(uint serial) => new(new LogPlace(3, serial - 5, Some.Time, 1), new LogPlace(3, serial, Some.Time, 2));
        Update(history =>
        {
            history.Put(Some.Generation(1));
            history.Put(Some.Generation(2) with { Mark = Mark(20) });
            history.Put(Some.Generation(3) with { Mark = Mark(30) });
        });

        foreach (var (boot, serial, used) in new[] { (3L, 31u, 3), (3L, 29u, 2), (3L, 19u, 1), (2L, 99u, 1), (4L, 1u, 3) })
            Assert.Equal(used, Assert.Single(Record(Some.Boot, Some.Audited(HostPath.Of($"/usr/bin/{boot}-{serial}"), Some.DigestA, Some.Time) with
            {
                LastLogged = new LogPlace(boot, serial, Some.Time, serial),
            })).UsedIn);
    }

    [Fact]
    public void An_earlier_use_that_comes_late_takes_nothing_back_from_a_later_one()
    {
        Update(history => history.Put(Some.Generation(1)));
        Update(history => history.Put(Some.Generation(2) with { Mark = new LogMark(new LogPlace(0, 1, Some.Time, 1), new LogPlace(0, 20, Some.Time, 2)) }));
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA));

        var late = Some.Audited(Some.Path, Some.DigestA, Some.Time) with { LastLogged = new LogPlace(0, 10, Some.Time, 3) };

        Assert.Equal(2, Assert.Single(Record(Some.Boot, late)).UsedIn);
    }

    [Fact]
    public void A_new_boot_is_news()
    {
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5));

        var record = Assert.Single(Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA, entry: 3)));

        Assert.Equal([Some.Boot, Some.OtherBoot], record.Boots);
        Assert.Equal(3, record.ListEntry);
        // Of an earlier list it is not known which entry was the latest: told twice rather than never.
        Assert.Single(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5)));
    }

    [Fact]
    public void Forty_boots_are_counted_as_forty_whichever_are_kept()
    {
        for (var boot = 0; boot < 40; boot++)
            Record($"boot-{boot}", Some.Listed(Some.Path, Some.DigestA));

        var record = Ask(history => history.Observed(Some.Path, Some.DigestA))!;

        Assert.Equal((40, false), (record.BootCount, record.BootsUncounted));
        Assert.Equal(["boot-0", .. Enumerable.Range(25, 15).Select(boot => $"boot-{boot}")], record.Boots);
    }

    [Fact]
    public void The_name_that_only_the_list_told_gives_way_to_the_true_one()
    {
        var listed = HostPath.Of("/opt/my_tool");
        var spaced = HostPath.Of("/opt/my tool");
        Record(Some.Boot, Some.Listed(listed, Some.DigestA));

        Update(history =>
        {
            var recorder = new ObservationRecorder(history, Some.Boot, Some.Time);
            recorder.Record(Some.Seen(spaced, Some.DigestA));
            Assert.Null(history.Observed(listed, Some.DigestA));
            Assert.Equal([spaced], history.Observed(spaced).Select(record => record.Path));
            Assert.Empty(history.Observed(listed));
        });

        Assert.Empty(Ask(history => history.Observed(listed)));
        var record = Assert.Single(Ask(history => history.Observed(spaced)));
        Assert.False(record.PathMayHoldSpaces);
        Assert.Equal([Some.Boot], record.Boots);
    }

    [Fact]
    public void The_disk_tells_the_true_name_of_what_the_same_look_met_in_the_list()
    {
        var listed = HostPath.Of("/opt/my_tool");
        var spaced = HostPath.Of("/opt/my tool");
        Record(Some.Boot, Some.Listed(listed, Some.DigestA));

        Update(history =>
        {
            var recorder = new ObservationRecorder(history, Some.OtherBoot, Some.Time);
            recorder.Record(Some.Listed(listed, Some.DigestA));
            recorder.Record(new Observation { Path = spaced, Digest = Some.DigestA, Sources = EvidenceSources.Disk });
            Assert.Empty(history.Observed(listed));
            Assert.DoesNotContain(recorder.NewObservations, record => record.Path == listed);
        });

        Assert.Empty(Ask(history => history.Observed(listed)));
        Assert.Equal([Some.Boot, Some.OtherBoot], Assert.Single(Ask(history => history.Observed(spaced))).Boots);
    }

    [Fact]
    public void A_name_that_truly_holds_an_underscore_gives_way_to_nothing()
    {
        Record(Some.Boot, Some.Seen(HostPath.Of("/opt/my_tool"), Some.DigestA));

        Record(Some.Boot, Some.Seen(HostPath.Of("/opt/my tool"), Some.DigestA));

        Assert.Single(Ask(history => history.Observed(HostPath.Of("/opt/my_tool"))));
        Assert.Single(Ask(history => history.Observed(HostPath.Of("/opt/my tool"))));
    }

    [Fact]
    public void What_is_known_holds_this_look_too()
    {
        Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA));

        Update(history =>
        {
            var recorder = new ObservationRecorder(history, Some.Boot, Some.Time);
            recorder.Record(Some.Seen(Some.Path, Some.DigestB, at: Some.Time.AddMinutes(1)));
            recorder.Record(Some.Audited(Some.Path, Some.DigestA, Some.Time.AddMinutes(2)));

            Assert.Equal([Some.DigestA, Some.DigestB], history.Observed(Some.Path).Select(record => record.Digest));
            Assert.Equal(Some.Time.AddMinutes(2), history.Observed(Some.Path, Some.DigestA)!.LastSeen);
        });
    }

    [Fact]
    public void An_incident_that_happens_again_is_counted_on()
    {
        Update(history => new ObservationRecorder(history, Some.Boot, Some.Time).Record(Some.Violation(cause: null)));
        Update(history => new ObservationRecorder(history, Some.Boot, Some.Time.AddDays(1)).Record(Some.Violation(cause: "ToMToU") with { Count = 2 }));

        var record = Assert.Single(Ask(history => history.Incidents()));
        Assert.Equal((3, "ToMToU"), (record.Count, record.Cause));
        Assert.Equal((Some.Time, Some.Time.AddDays(1)), (record.FirstSeen, record.LastSeen));
    }

    [Fact]
    public void An_event_of_the_log_is_news_by_its_place_and_not_by_its_time()
    {
        var first = Some.Violation() with { Sources = EvidenceSources.Audit, Process = Some.Process(), Logged = new LogPlace(0, 10, Some.Time, 1) };
        var second = first with { Process = Some.Process(Some.Time.AddHours(-1)), Logged = new LogPlace(0, 20, Some.Time.AddHours(-1), 2) };

        Assert.Equal([1L], Incidents(first));
        Assert.Empty(Incidents(first));
        Assert.Equal([2L], Incidents(second));
        Assert.Empty(Incidents(second));
    }

    [Fact]
    public void A_cause_that_lasts_is_one_incident_a_boot_however_often_it_is_told()
    {
        var gap = Some.Gap(EvidenceGapCause.NoRecords) with { Persists = true };

        Assert.Equal([1L], Incidents(gap));
        Assert.Empty(Incidents(gap));
        Assert.Equal([1L], Incidents(gap with { Gap = EvidenceGapCause.NoRecordsStill }));
        Assert.Equal([4L], Incidents(gap with { Gap = EvidenceGapCause.NoRecordsStill, Count = 4 }));
        Assert.Empty(Incidents(gap with { Gap = EvidenceGapCause.NoRecordsStill, Count = 3 }));
        Assert.Single(Ask(history => history.Incidents()));
        Update(history => new ObservationRecorder(history, Some.OtherBoot, Some.Time).Record(gap));
        Assert.Equal(2, Ask(history => history.Incidents()).Count);
    }

    [Fact]
    public void What_happened_again_is_news_where_it_does_not_last()
    {
        Assert.Equal([1L], Incidents(Some.Gap(EvidenceGapCause.RecordsLost)));
        Assert.Equal([2L], Incidents(Some.Gap(EvidenceGapCause.RecordsLost)));
    }

    /// <summary>How often each happened that this look adds to.</summary>
    private List<long> Incidents(Incident incident)
    {
        List<long> fresh = [];
        Update(history =>
        {
            var recorder = new ObservationRecorder(history, Some.Boot, Some.Time);
            recorder.Record(incident);
            fresh = [.. recorder.NewIncidents.Select(record => record.Count)];
        });
        return fresh;
    }

    [Fact]
    public void What_lies_on_disk_lies_there_still_where_another_source_tells_of_it()
    {
        var onDisk = Some.Listed(Some.Path, Some.DigestA) with { Sources = EvidenceSources.Disk, ListEntry = 0 };
        Assert.True(Assert.Single(Record(Some.Boot, onDisk)).LiesOnDisk);
        Assert.Empty(Record(Some.Boot, onDisk));

        Assert.True(Assert.Single(Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA))).LiesOnDisk);
        Assert.False(Assert.Single(Record(Some.Boot, Some.Seen(HostPath.Of("/usr/bin/never"), Some.DigestA))).LiesOnDisk);
    }

    [Theory]
    [InlineData("never known", true)]
    [InlineData("used under an earlier generation", true)]
    [InlineData("used since the capture", false)]
    [InlineData("came late before", true)]
    public void A_record_that_may_come_late_makes_late_only_what_was_not_used_under_the_generation_before(string what, bool mayBeLate)
    {
        var captured = Some.Time.AddHours(1);
        Update(history => history.Put(Some.Generation() with { Number = 1, CapturedAt = captured, Mark = new LogMark(new LogPlace(0, 10, Some.Time, 1)) }));
        var known = Some.Audited(Some.Path, Some.DigestA, captured.AddMinutes(9)) with { LastLogged = new LogPlace(0, 8, captured.AddMinutes(9), 2) };
        if (what != "never known")
        {
            Record(Some.Boot, known);
            Update(history =>
            {
                var record = Assert.Single(history.Observed(Some.Path));
                Assert.Equal((1, false), (record.UsedIn, record.MayBeLate));
                history.Put(record with { UsedIn = what == "used under an earlier generation" ? 0 : 1, MayBeLate = what == "came late before" });
            });
        }

        var late = Some.Time.AddMinutes(30);
        Assert.Equal(mayBeLate, Assert.Single(Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, late) with { LastLogged = new LogPlace(0, 12, late, 3) })).MayBeLate);
    }

    private List<ObservedDigest> Record(string boot, params Observation[] observations)
    {
        List<ObservedDigest> fresh = [];
        Update(history =>
        {
            var recorder = new ObservationRecorder(history, boot, Some.Time);
            foreach (var observation in observations)
                recorder.Record(observation);
            fresh = [.. recorder.NewObservations];
        });
        return fresh;
    }

    private void Update(Action<IHistoryUpdate> change)
    {
        using var history = HistoryFile.OpenForUpdate(folder["history.db"]);
        change(history);
        history.Publish();
    }

    private T Ask<T>(Func<IHistory, T> question)
    {
        using var history = HistoryFile.OpenForReading(folder["history.db"]);
        return question(history);
    }
}
