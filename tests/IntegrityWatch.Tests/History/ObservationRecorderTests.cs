using IntegrityWatch.Evidence;
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
        Assert.Equal(Some.Time, record.LastAudited);
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
    public void A_later_audit_record_is_news_and_an_earlier_one_is_not()
    {
        Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA));

        Assert.Empty(Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, Some.Time.AddSeconds(-1))));
        var record = Assert.Single(Record(Some.Boot, Some.Audited(Some.Path, Some.DigestA, Some.Time.AddSeconds(1), user: 0)));

        Assert.Equal((Some.Time, Some.Time.AddSeconds(1)), (record.FirstSeen, record.LastSeen));
        Assert.Equal((1000u, 0u), (record.FirstProcess!.Euid!.Value, record.LatestProcess!.Euid!.Value));
        Assert.Equal(1, record.ListEntry);
    }

    [Fact]
    public void A_new_boot_is_news()
    {
        Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5));

        var record = Assert.Single(Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA, entry: 3)));

        Assert.Equal([Some.Boot, Some.OtherBoot], record.Boots);
        Assert.Equal(3, record.ListEntry);
        Assert.Empty(Record(Some.Boot, Some.Listed(Some.Path, Some.DigestA, entry: 5)));
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
    public void News_is_judged_whatever_was_noted()
    {
        Record(Some.Boot, Some.Seen(Some.Path, Some.DigestA));
        Update(history => history.Put(history.Observed(Some.Path, Some.DigestA)! with { Noted = true }));

        Assert.False(Assert.Single(Record(Some.OtherBoot, Some.Listed(Some.Path, Some.DigestA))).Noted);
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
