using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Audit.Log;
using IntegrityWatch.Evidence.Disk;
using IntegrityWatch.Evidence.Host;
using IntegrityWatch.Evidence.Joining;
using IntegrityWatch.History;
using IntegrityWatch.History.Records;
using IntegrityWatch.Platform.Files;
using LiteDB;

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
    public void What_is_superseded_is_found_whichever_generation_moved_on_or_came_back() =>
        SomeRecord.Approval.List[1, 30].Sample(records =>
        {
            using var folder = new TemporaryHistory();
            folder.Publish(update =>
            {
                foreach (var record in records)
                    update.Put(record);
                update.Put(records[0] with { Terms = ApprovalTerms.LeftBehindIn(1001) });
            });
            folder.Publish(update =>
            {
                foreach (var known in update.AllApprovals().Where(known => known.Generation % 2 == 0))
                    update.Put(known with { Terms = known.IsSuperseded ? known.Terms.ApprovedAgainIn(1002) : known.Terms.MovedOnIn(1002) });
            });

            var all = folder.Read(history => history.AllApprovals().ToList());
            Assert.Equal(
                all.Where(known => known.IsSuperseded).OrderBy(known => known.Path).ThenBy(known => known.Digest.ToString(), StringComparer.Ordinal),
                folder.Read(history => history.Superseded()));
        }, iter: Rounds);

    [Fact]
    public void What_was_approved_is_found_by_its_digest_whichever_update_approved_it() =>
        SomeRecord.Approval.List[1, 30].Sample(records =>
        {
            using var folder = new TemporaryHistory();
            records = [.. records.Select((record, number) => number % 2 == 0 ? record : record with { Digest = records[0].Digest })];
            folder.Publish(update => records.Take(records.Count / 2 + 1).ToList().ForEach(update.Put));
            folder.Publish(update => records.ForEach(record => update.Put(record with { Terms = ApprovalTerms.LeftBehindIn(1001) })));

            FindsAll();
            HistoryFile.Compact(folder.Path, TestContext.Current.CancellationToken);
            FindsAll();

            void FindsAll()
            {
                var all = folder.Read(history => history.AllApprovals().ToList());
                Assert.Equal(records.DistinctBy(record => (record.Path, record.Digest)).Count(), all.Count);
                Assert.All(all, one => Assert.Equal(
                    all.Where(known => known.Digest.Equals(one.Digest)).OrderBy(known => known.Path), folder.Read(history => history.Approvals(one.Digest))));
            }
        }, iter: Rounds);

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
            (record, stored) => stored with { Memory = record.Memory } == record
                && stored.Position with { PrefixDigest = record.Position.PrefixDigest } == record.Position
                && stored.Position.PrefixDigest.AsSpan().SequenceEqual(record.Position.PrefixDigest)), iter: Rounds);

    [Fact]
    public void How_far_a_list_was_replayed_comes_back_as_it_was_put()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "history.db");
        var cursor = new BootCursor
        {
            BootId = Some.Boot,
            Memory = new ListMemory(
                new ListPosition { Form = "binary-20", Entries = 20, Dropped = 18, Files = 17, Bytes = 10, PrefixDigest = [1] },
                Some.Replay with { IsPcrOfThen = true })
            {
                Earlier = [Some.Replay, Some.Replay with { Entries = 1 }],
                Prints = [1, 2, 3, 4, 5, 6, 7, 8],
                Vouched = [new VouchedPcr("sha1", 10), new VouchedPcr("sha256", 11)],
                Unvouched = 3,
                Gap = new ListGap(EvidenceGapCause.EntriesDropped, 4),
                Carried = 5,
                Begins = 6,
                NotUnderstood = new Dictionary<string, long> { ["n-ng"] = 7, [""] = 8 },
                Sorts = ProgramSorts.Programs | ProgramSorts.Modules,
                Algorithms = new Dictionary<string, long> { ["sha256"] = 10, ["sm3"] = 11 },
                Template = "ima-sig",
                FirstAudited = 9,
            },
            LastScanned = Some.Time,
        };
        using (var update = HistoryFile.OpenForUpdate(path))
        {
            update.Put(cursor);
            update.Publish();
        }

        using var history = HistoryFile.OpenForReading(path);

        Assert.Equivalent(cursor.Memory, history.Cursor(Some.Boot)!.Memory, strict: true);
        Assert.Equal(Some.Boot, Assert.Single(history.Lists()).ListId);
    }

    [Fact]
    public void How_far_an_audit_log_was_read_comes_back_as_it_was_put()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "history.db");
        var position = new AuditPosition
        {
            Device = ulong.MaxValue,
            Inode = 7,
            ReadTo = 100,
            Lines = 3,
            Fingerprint = [1, 2, 3],
            Latest = 1_700_000_000_123,
            Lost = 4,
            Boots = new BootState { Ordinal = 9, BootId = "some boot", Latest = uint.MaxValue, HasStart = true, HasSystemBoot = true, IsStarting = true, HasEnded = true, AwaitsStart = true },
            Digests = 8,
            Unrecorded = new UnrecordedMemory
            {
                Audited = Audited.Libraries | Audited.Reads,
                Uses = [new UnrecordedUse(HostPath.Of("/usr/bin/id"), new Digest("sha256", [1, 2]), IsStill: true)],
            },
            Mounts = [new ContainerMount { Device = new DeviceNumber(8, 1), Point = HostPath.Of("/merged"), Root = "/var/lib/docker/overlay2", Upper = HostPath.Of("/upper"), Lowers = [HostPath.Of("/lower")], Image = "nginx:1.27" }],
            LastStamp = 1_700_000_000_456,
            Nodes = new NodeState { HasOwn = true, OwnSerial = 77, Known = ["web02", "web03"] },
            SerialGaps = [new SerialGap(3, 5, 1_700_000_000_000)],
            OpenEvents = [new AuditOpenEvent { Records = [10, 0, 255], Touched = 5, Boot = 8, Lineage = [HostPath.Of("/usr/bin/bash"), HostPath.Of("/usr/sbin/sshd")], IsNewProcess = true, WasTold = false }],
        };
        using (var update = HistoryFile.OpenForUpdate(path))
        {
            update.Put(new AuditCursor("root", position));
            update.Publish();
        }

        using var history = HistoryFile.OpenForReading(path);

        Assert.Equivalent(position, history.OfAudit("root"), strict: true);
        Assert.Null(history.OfAudit("named"));
    }

    [Fact]
    public void The_state_comes_back_as_it_was_put() =>
        SomeRecord.State.Sample(state => ComesBack([state], (update, record) => update.Change(_ => record), (history, _) => history.State,
            (one, other) => one.Fetched.SequenceEqual(other.Fetched) && one with { Fetched = [] } == other with { Fetched = [] }),
            iter: Rounds);

    [Fact]
    public void By_what_was_judged_comes_back_as_it_was_put()
    {
        using var history = new TemporaryHistory();

        history.Publish(update => update.Put(new JudgedBy("print", [0, 1, 255])));

        Assert.Equivalent(new JudgedBy("print", [0, 1, 255]), history.Read(read => read.JudgedBy), strict: true);
    }

    [Fact]
    public void What_a_file_was_when_it_was_hashed_comes_back_as_it_was_put()
    {
        var file = new HashedFile
        {
            Path = HostPath.Of("/usr/bin/id"),
            Length = 1,
            Device = ulong.MaxValue,
            Inode = ulong.MaxValue - 1,
            Modified = 2,
            Changed = 3,
            Digests = [new Digest("sha256", [4]), new Digest("sm3", [5])],
        };
        using var history = new TemporaryHistory();

        history.Publish(update => update.Put(file));

        history.Publish(update =>
        {
            Assert.Equivalent(file, update.Hashed(file.Path), strict: true);
            Assert.Null(update.Hashed(HostPath.Of("/usr/bin/i")));
        });
    }

    [Fact]
    public void A_document_takes_no_name_twice()
    {
        var map = new DocumentMap(new BsonDocument(), isReading: false);
        map.Text("name", "one");

        Assert.Throws<InvalidOperationException>(() => map.Number("Name", 2));
    }

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
    public void Of_many_boots_the_first_and_the_latest_fifteen_are_kept_and_all_are_counted()
    {
        var boots = Enumerable.Range(0, 40).Select(boot => $"boot-{boot}").ToArray();
        var observed = SomeRecord.ObservedAt("/bin/ls", "a") with { Boots = boots };
        using var history = new TemporaryHistory();

        history.Publish(update => update.Put(observed));

        var kept = history.Read(read => read.Observed(observed.Path, observed.Digest)!);
        Assert.Equal([boots[0], .. boots[^15..]], kept.Boots);
        Assert.Equal((40, false), (kept.BootCount, kept.BootsUncounted));
    }

    [Fact]
    public void A_full_list_of_boots_from_before_they_were_counted_may_lack_some()
    {
        var mapper = new ObservedDigestMapper();
        var observed = SomeRecord.ObservedAt("/bin/ls", "a");
        var document = mapper.ToDocument(
            mapper.KeyOf(observed), observed with { Boots = [.. Enumerable.Range(0, 20).Select(boot => $"boot-{boot}")] });
        document.Remove(ObservedDigestMapper.BootsLeftOut);
        var uncounted = mapper.FromDocument(document);

        var later = mapper.FromDocument(mapper.ToDocument(mapper.KeyOf(observed), uncounted with { Boots = [.. uncounted.Boots, "boot-20"] }));

        Assert.Equal((16, true), (uncounted.BootCount, uncounted.BootsUncounted));
        Assert.Equal((17, true), (later.BootCount, later.BootsUncounted));
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
