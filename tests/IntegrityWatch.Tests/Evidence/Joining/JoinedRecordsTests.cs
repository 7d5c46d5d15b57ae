using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.Tests.Evidence.Joining;

/// <summary>What is joined of uses whose records say more than another's: which boot, which container, which programs.</summary>
public sealed class JoinedRecordsTests
{
    private const string List = "this boot";

    private static readonly HostPath Bash = HostPath.Of("/usr/bin/bash");

    private static readonly UseOrigin OfMount = new(
        new ContainerMount { Device = new DeviceNumber(0, 44), Point = HostPath.Of("/c/x/merged"), Root = "/c", Upper = HostPath.Of("/c/x/diff"), Lowers = [HostPath.Of("/c/base")] }, null);

    private static readonly UseOrigin OfLabel = new(null, "some_label");

    private readonly Joiner joiner = new();

    [Theory]
    [InlineData("label", "label", Realm.Claimed)]
    [InlineData("mount", "mount", Realm.Container)]
    [InlineData("label", "mount", Realm.Container)]
    [InlineData("mount", "label", Realm.Container)]
    [InlineData("host", "mount", Realm.Host)]
    [InlineData("mount", "host", Realm.Host)]
    [InlineData("host", "label", Realm.Host)]
    [InlineData("label", "host", Realm.Host)]
    public void Records_that_disagree_make_it_the_host_s_and_a_mount_says_more_than_a_label(string first, string second, Realm realm)
    {
        Log("/usr/bin/some", 10, origin: Origin(first));
        Log("/usr/bin/some", 11, origin: Origin(second));

        Assert.Equal(realm, Assert.Single(joiner.Observations()).Realm);
    }

    [Theory]
    [InlineData(true, Realm.Host)]
    [InlineData(false, Realm.Container)]
    public void The_log_takes_only_what_the_list_has_not_from_the_host_where_the_layers_hold_something_else(bool isListed, Realm realm)
    {
        using var folder = new TemporaryFolder();
        folder.Write("c/base/usr/bin/some", "another");
        folder.Write("c/x/merged/usr/bin/some", "another");
        using var root = new EvidenceRoot(folder.Path);
        Log("/usr/bin/some", 10, origin: OfMount);
        if (isListed)
            joiner.Add(new Use { Path = HostPath.Of("/usr/bin/some"), Digest = Some.DigestA, Place = UsePlace.InList(1) });

        Assert.Equal(realm, Assert.Single(joiner.Observations(new RealmFinder(root, NoContainerRules.Instance))).Realm);
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(30, 10)]
    public void A_file_that_was_used_before_and_after_one_that_is_listed_should_be_listed_whatever_the_order(uint one, uint other)
    {
        Log("/usr/bin/some", one);
        Log("/usr/bin/some", other);
        Log("/usr/bin/listed", 20, content: "b");
        ListEntry("/usr/bin/listed", "b");

        Assert.True(Of("/usr/bin/some").ShouldBeListed);
    }

    [Fact]
    public void A_record_of_an_earlier_boot_that_is_read_late_moves_no_use_of_this_one_forward()
    {
        joiner.Boot = 1;
        Log("/usr/bin/some", 30, boot: 1);
        Log("/usr/bin/some", 5, boot: 0);
        Log("/usr/bin/listed", 20, content: "b", boot: 1);
        ListEntry("/usr/bin/listed", "b");

        Assert.False(Of("/usr/bin/some").ShouldBeListed);
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData(64 * 1024 + 1, false)]
    public void The_kernel_s_order_is_known_of_65536_measurements(int measurements, bool isKnown)
    {
        var sequence = new LoggedSequence();
        for (var serial = measurements; serial > 0; serial--)
            sequence.Add(0, Bash, Some.DigestA, serial);

        Assert.Equal(isKnown, sequence.InOrder is { } told && told.Select(measured => measured.Serial).SequenceEqual(Enumerable.Range(1, measurements).Select(serial => (long)serial)));
    }

    [Fact]
    public void The_kernel_s_order_is_that_of_the_last_boot()
    {
        var sequence = new LoggedSequence();
        sequence.Add(0, Bash, Some.DigestA, 9);
        sequence.Add(1, Bash, Some.DigestA, 4);
        sequence.Add(1, Bash, null, 2);

        Assert.Equal([2, 4], sequence.InOrder!.Select(measured => measured.Serial));
    }

    [Fact]
    public void What_an_event_uses_besides_what_is_listed_is_not_before_it()
    {
        Log("/usr/bin/some", 20);
        Log("/usr/bin/listed", 20, content: "b");
        ListEntry("/usr/bin/listed", "b");

        Assert.False(Of("/usr/bin/some").ShouldBeListed);
    }

    [Fact]
    public void Where_no_use_of_a_sort_is_listed_none_should_be()
    {
        Log("/usr/bin/some", 10);
        Log("/usr/bin/other", 20, content: "b");

        Assert.All(joiner.Observations(), seen => Assert.False(seen.ShouldBeListed));
    }

    [Fact]
    public void A_listed_use_of_an_earlier_boot_says_nothing_of_this_one_s()
    {
        Log("/usr/bin/listed", 500, content: "b");
        ListEntry("/usr/bin/listed", "b");
        joiner.Boot = 1;
        Log("/usr/bin/some", 10, boot: 1);

        Assert.False(Of("/usr/bin/some").ShouldBeListed);
    }

    [Fact]
    public void A_carried_entry_is_none_that_the_log_of_this_boot_tells_of_first()
    {
        Log("/usr/bin/some", 10);
        Log("/usr/bin/other", 11, content: "b");
        joiner.Add(new Use { Path = HostPath.Of("/usr/bin/some"), Digest = Some.DigestA, Place = UsePlace.InList(1), IsCarried = true });
        ListEntry("/usr/bin/other", "b", entry: 5);

        Assert.Equal(5, joiner.FirstAudited);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("key", false)]
    [InlineData("key", true)]
    public void What_a_signature_says_is_the_entry_s_word_whoever_used_the_file(string? key, bool explains)
    {
        Log("/usr/bin/some", 10);
        Log("/usr/bin/unlisted", 11, content: "b");
        joiner.Add(new Use { Path = HostPath.Of("/usr/bin/some"), Digest = Some.DigestA, Place = UsePlace.InList(1), SignedBy = key, SignatureExplains = explains });

        Assert.Equal((key, explains), (Of("/usr/bin/some").SignedBy, Of("/usr/bin/some").SignatureExplains));
        Assert.Equal((null, false), (Of("/usr/bin/unlisted").SignedBy, Of("/usr/bin/unlisted").SignatureExplains));
    }

    [Fact]
    public void The_programs_of_this_boot_s_processes_are_completed_by_the_list()
    {
        Log("/usr/bin/some", 10);
        ListEntry("/usr/bin/bash", "bash");

        var seen = Completed("/usr/bin/some");

        Assert.Equal((Some.DigestOf("bash"), Some.DigestOf("bash")), (seen.FirstProcess!.ExeDigest, seen.LatestProcess!.ExeDigest));
    }

    [Fact]
    public void Of_a_process_of_an_earlier_boot_this_boot_s_list_says_nothing()
    {
        Log("/usr/bin/some", 10);
        Log("/usr/bin/again", 20, content: "b");
        joiner.Boot = 1;
        Log("/usr/bin/again", 10, content: "b", boot: 1);
        ListEntry("/usr/bin/bash", "bash");

        Assert.Null(Completed("/usr/bin/some").LatestProcess!.ExeDigest);
        var again = Completed("/usr/bin/again");
        Assert.Equal((null, Some.DigestOf("bash")), (again.FirstProcess!.ExeDigest, again.LatestProcess!.ExeDigest));
    }

    [Fact]
    public void Where_only_the_latest_process_is_completed_the_first_stays_as_it_is()
    {
        Log("/usr/bin/some", 10, exe: "/usr/bin/unknown");
        Log("/usr/bin/some", 20);
        Log("/usr/bin/other", 30, content: "b");
        Log("/usr/bin/other", 40, content: "b", exe: "/usr/bin/unknown");
        ListEntry("/usr/bin/bash", "bash");

        Assert.Equal((null, Some.DigestOf("bash")), (Completed("/usr/bin/some").FirstProcess!.ExeDigest, Completed("/usr/bin/some").LatestProcess!.ExeDigest));
        Assert.Equal((Some.DigestOf("bash"), null), (Completed("/usr/bin/other").FirstProcess!.ExeDigest, Completed("/usr/bin/other").LatestProcess!.ExeDigest));
    }

    [Fact]
    public void The_list_completes_no_process_of_a_container()
    {
        Log("/usr/bin/some", 10, origin: OfLabel);
        ListEntry("/usr/bin/bash", "bash");

        Assert.Null(Completed("/usr/bin/some").LatestProcess!.ExeDigest);
    }

    [Fact]
    public void Whoever_did_what_the_log_tells_of_in_this_boot_is_completed_too()
    {
        joiner.Boot = 1;
        joiner.Add(Technique("earlier", 0));
        joiner.Add(Technique("now", 1));
        joiner.Add(Technique("nobody", 1) with { Process = null });
        ListEntry("/usr/bin/bash", "bash");

        joiner.Observations(null, new ListedContents(new KnownMemory(), List));

        Assert.Equal(
            [("earlier", null), ("now", Some.DigestOf("bash")), ("nobody", null)],
            joiner.Incidents().Select(incident => (incident.Subject, incident.Process?.ExeDigest)));
    }

    [Fact]
    public void Nobody_is_completed_where_nobody_asks()
    {
        Log("/usr/bin/some", 10);
        ListEntry("/usr/bin/bash", "bash");

        Assert.Null(Of("/usr/bin/some").LatestProcess!.ExeDigest);
    }

    [Fact]
    public void What_the_list_says_besides_comes_first_with_the_log_s_name_and_process_and_what_the_log_says_last()
    {
        Log("/usr/bin/my some", 10);
        joiner.Add(Technique("of the log", 0));
        joiner.Add(new Incident { Kind = FindingKind.SignatureInvalid, Path = HostPath.Of("/usr/bin/my_some"), Digest = Some.DigestA, Sources = EvidenceSources.Ima });
        joiner.Add(new Incident { Kind = FindingKind.SignatureInvalid, Path = HostPath.Of("/usr/bin/unknown"), Digest = Some.DigestA, Sources = EvidenceSources.Ima });
        joiner.Add(new Incident { Kind = FindingKind.ListTampered, Subject = "hash", Sources = EvidenceSources.Ima });

        Assert.Equal(
            [
                ("/usr/bin/my some", EvidenceSources.Ima | EvidenceSources.Audit, 10),
                ("/usr/bin/unknown", EvidenceSources.Ima, null),
                ("", EvidenceSources.Ima, null),
                ("", EvidenceSources.Audit, 99),
            ],
            joiner.Incidents().Select(incident => (incident.Path.ToString(), incident.Sources, incident.Process?.Pid)));
    }

    [Fact]
    public void A_file_that_could_not_be_hashed_takes_no_violation_from_the_log()
    {
        joiner.Count(new Incident { Kind = FindingKind.Unmeasurable, Path = HostPath.Of("/srv/data"), Sources = EvidenceSources.Ima });
        joiner.Count(new Incident { Kind = FindingKind.Violation, Path = HostPath.Of("/srv/data"), Sources = EvidenceSources.Audit });

        Assert.Equal([FindingKind.Unmeasurable, FindingKind.Violation], joiner.Incidents().Select(incident => incident.Kind));
    }

    [Fact]
    public void What_only_the_log_can_count_is_told_once_with_its_number()
    {
        for (var i = 0; i < 3; i++)
            joiner.Count(new Incident { Kind = FindingKind.AppraisalFailed, Path = HostPath.Of("/usr/bin/some"), Sources = EvidenceSources.Audit, Count = 2 });

        Assert.Equal(6, Assert.Single(joiner.Incidents()).Count);
    }

    private static UseOrigin? Origin(string name) => name switch { "host" => null, "label" => OfLabel, _ => OfMount };

    private static Incident Technique(string subject, long boot) => new()
    {
        Kind = FindingKind.Technique,
        Subject = subject,
        Sources = EvidenceSources.Audit,
        Logged = new LogPlace(boot, 50, Some.Time, 0),
        Process = new ProcessInfo { Pid = 99, Exe = Bash },
    };

    private Observation Of(string path) => Assert.Single(joiner.Observations(), seen => seen.Path == HostPath.Of(path));

    private Observation Completed(string path) =>
        Assert.Single(joiner.Observations(null, new ListedContents(new KnownMemory(), List)), seen => seen.Path == HostPath.Of(path));

    private void Log(string path, uint serial, string content = "a", long boot = 0, UseOrigin? origin = null, string exe = "/usr/bin/bash") => joiner.Add(new Use
    {
        Path = HostPath.Of(path),
        Digest = Some.DigestOf(content),
        Place = UsePlace.InLog(new LogPlace(boot, serial, Some.Time, 0)),
        Process = new ProcessInfo { Pid = (int)serial, Exe = HostPath.Of(exe), Uid = 0 },
        Origin = origin,
    });

    private void ListEntry(string path, string content, long entry = 1) =>
        joiner.Add(new Use { Path = HostPath.Of(path), Digest = Some.DigestOf(content), Place = UsePlace.InList(entry) });
}
