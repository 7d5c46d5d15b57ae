using System.Runtime.Versioning;
using CsCheck;
using IntegrityWatch.Evidence;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

[SupportedOSPlatform("linux")]
public class UpdateTests
{
    [Fact]
    public void Any_sequence_of_updates_leaves_what_was_put_last()
    {
        // Few paths and digests, so that updates meet; texts of any length, so that documents move between pages.
        var record = Gen.Select(
            Gen.Int[0, 11], Gen.Int[0, 3], Gen.Bool, Gen.Char['a', 'z'].Array[0, 9000],
            (path, digest, removed, text) => (
                Removed: removed,
                Record: SomeRecord.ObservedAt($"/bin/{path}", $"{digest}") with
                {
                    LatestProcess = new ProcessInfo { Key = new string(text) },
                }));

        record.List[1, 25].List[1, 6].Sample(updates =>
        {
            using var history = new TemporaryHistory();
            var model = new Dictionary<(HostPath, Digest), ObservedDigest>();
            foreach (var changes in updates)
            {
                history.Publish(update =>
                {
                    foreach (var (removed, observed) in changes)
                    {
                        if (removed)
                            update.Remove(observed);
                        else
                            update.Put(observed);
                        model.Remove((observed.Path, observed.Digest));
                        if (!removed)
                            model[(observed.Path, observed.Digest)] = observed;
                    }
                });
                history.Read(read => { HoldsExactly(read, model.Values); return 0; });
            }
        }, iter: 40);
    }

    [Fact]
    public void Reads_of_an_update_see_what_it_changed_and_others_see_it_once_it_is_published()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Change(_ => new HistoryState { Host = "before" }));

        using var update = HistoryFile.OpenForUpdate(history.Path);
        update.Change(_ => new HistoryState { Host = "after" });

        Assert.Equal("after", update.State.Host);
        Assert.Equal("before", history.Read(read => read.State.Host));
    }

    [Fact]
    public void What_was_known_before_publishing_stands_beside_the_history()
    {
        using var history = new TemporaryHistory();
        foreach (var host in (string[])["first", "second", "third"])
            history.Publish(update => update.Change(_ => new HistoryState { Host = host }));

        using var previous = HistoryFile.OpenForReading(history.Previous);

        Assert.Equal("second", previous.State.Host);
        Assert.Equal("third", history.Read(read => read.State.Host));
        Assert.Equal(["history.db", "history.db.previous"], history.Files);
    }

    [Fact]
    public void An_update_that_is_not_published_leaves_nothing_behind()
    {
        using var history = new TemporaryHistory();

        using (var update = HistoryFile.OpenForUpdate(history.Path))
        {
            Assert.True(update.IsEmpty);
            update.Change(_ => new HistoryState { Host = "never" });
        }

        Assert.Empty(history.Files);
    }

    [Fact]
    public void A_missing_folder_is_created_for_its_owner_alone_and_only_to_publish()
    {
        using var history = new TemporaryHistory();
        var path = Path.Combine(history.Folder, "state", "host", "history.db");

        using (var update = HistoryFile.OpenForUpdate(path))
        {
            update.Change(_ => new HistoryState { Host = "host" });
            Assert.Empty(history.Files);
            update.Publish();
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        Assert.Equal(["history.db"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void An_update_without_changes_publishes_nothing()
    {
        using var history = new TemporaryHistory();

        history.Publish(update => Assert.False(update.HasChanges));

        Assert.Empty(history.Files);
    }

    [Fact]
    public void Other_LiteDB_programs_still_open_a_published_history()
    {
        using var history = new TemporaryHistory();
        history.Publish(update => update.Put(SomeRecord.ObservedAt("/bin/ls", "a")));
        File.Copy(history.Path, history.Path + ".copy");

        using var database = new LiteDB.LiteDatabase($"Filename={history.Path}.copy;ReadOnly=true");

        Assert.Equal(1, database.GetCollection("observed").Count());
    }

    private static void HoldsExactly(IHistory history, ICollection<ObservedDigest> expected)
    {
        static IEnumerable<string> Told(IEnumerable<ObservedDigest> all) =>
            all.Select(observed => $"{observed.Path} {observed.Digest} {observed.LatestProcess?.Key}");

        Assert.Equal(Told(expected).Order(), Told(history.AllObserved()).Order());
        Assert.All(expected, one =>
        {
            Assert.Equal(
                Told(expected.Where(other => other.Path == one.Path)).Order(), Told(history.Observed(one.Path)).Order());
            Assert.Equal(
                Told(expected.Where(other => other.Digest.Equals(one.Digest)).OrderBy(other => other.Path)), Told(history.Observed(one.Digest)));
        });
    }
}
