using IntegrityWatch.History.Storage;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary>
/// A kill leaves on disk what was written before it. So the folder is copied before each change that a command makes, and each copy is
/// what a kill at that moment leaves.
/// </summary>
public class KilledCommandTests
{
    public static TheoryData<string> Works => Work.All;

    [Theory]
    [MemberData(nameof(Works))]
    public void Killed_before_any_of_its_changes_it_leaves_the_old_history_or_the_new_one_and_the_next_scan_goes_on(string name)
    {
        using var work = Work.Named(name);
        var (old, running) = (Work.Bytes(work.Before), work.Copy("running"));
        var moments = new List<(string Change, string Left)>();

        Moments.Listen(change => moments.Add((change, Work.Copy(running, $"{running}-{moments.Count}"))));
        work.Run(running).EndedWith(0, 1, 2);
        Moments.Listen(null);

        // Compacting publishes twice.
        var published = moments.Where(moment => moment.Change == "rename").Select(moment => Work.Bytes(moment.Left, ".next")).ToList();
        Assert.Equal(published[^1], Work.Bytes(running));
        Assert.NotEqual(old, published[^1]);
        var fromOld = NextScan(work.Copy("old"));
        var fromNew = new Dictionary<string, string>();
        var pages = 0;
        foreach (var (change, left) in moments)
        {
            var isOld = old.AsSpan().SequenceEqual(Work.Bytes(left));
            Assert.True(isOld || published.Exists(whole => whole.AsSpan().SequenceEqual(Work.Bytes(left))), $"half a state before {change}");
            // One page more or less in the working copy is all the same to what follows.
            if (change != "pwrite" || pages++ % 8 == 0)
                Assert.Equal(isOld ? fromOld : FromNew(left), NextScan(left));
        }

        // What was published and not told yet is told again: so much as the file beside the history says.
        string FromNew(string left)
        {
            var told = Work.Bytes(left, ".told");
            var key = Convert.ToHexString(told);
            if (!fromNew.TryGetValue(key, out var said))
            {
                var whole = Work.Copy(running, $"{running}-new-{fromNew.Count}");
                File.Delete(Work.Database(whole) + ".told");
                if (told.Length > 0)
                    File.WriteAllBytes(Work.Database(whole) + ".told", told);
                fromNew[key] = said = NextScan(whole);
            }
            return said;
        }
    }

    /// <summary>The whole report, byte for byte.</summary>
    private static string NextScan(string folder) =>
        InProcess.Run("scan", "--root", Work.NextRoot, "--db", Work.Database(folder), "--format", "json").EndedWith(0, 1, 2).Output;
}
