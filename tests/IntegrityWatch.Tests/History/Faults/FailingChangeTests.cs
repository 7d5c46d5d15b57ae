using IntegrityWatch.History.Storage;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary>A disk that is full or broken from a certain change on.</summary>
public class FailingChangeTests
{
    private const int NoSpaceLeft = 28;

    public static TheoryData<string> Works => Work.All;

    /// <summary>
    /// Every change but the many pages in the middle, of which each seventh, and but the first, which makes an empty file of what a killed
    /// run left.
    /// </summary>
    [Theory]
    [MemberData(nameof(Works))]
    public void A_disk_that_is_full_from_any_change_on_leaves_the_old_history_and_no_other_file(string name)
    {
        using var work = Work.Named(name);
        var old = Work.Bytes(work.Before);
        var changes = Changes(work);
        // Compacting publishes twice, and what fails after that is the second.
        var published = changes.IndexOf("fsync of the folder");

        for (var at = 1; at < published; at++)
        {
            if (changes[at] is "unlink" or "link" || (changes[at] == "pwrite" && at % 7 != 0 && changes[at - 1] == "pwrite" && changes[at + 1] == "pwrite"))
                continue;
            var folder = work.Copy($"full-{at}");
            var files = Lasting(folder);

            var run = RunFullFrom(Moment.Of(changes, at), () => work.Run(folder));

            Assert.Equal(3, run.Code);
            Assert.Contains($"history could not be written: {Work.Database(folder)}: no space left on device", run.Output + run.Errors, StringComparison.Ordinal);
            Assert.Equal(old, Work.Bytes(folder));
            Assert.Equal(files, Lasting(folder));
            work.Run(folder).EndedWith(0, 1, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void A_folder_that_cannot_be_synchronised_is_told_and_the_new_history_stands(string name)
    {
        using var work = Work.Named(name);
        var old = Work.Bytes(work.Before);
        var folder = work.Copy("unsynchronised");

        var changes = Changes(work);

        var run = RunFullFrom(Moment.Of(changes, changes.LastIndexOf("fsync of the folder")), () => work.Run(folder));

        Assert.Equal(3, run.Code);
        Assert.Contains("its folder could not be synchronised", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.NotEqual(old, Work.Bytes(folder));
        InProcess.Run("findings", "--db", Work.Database(folder)).EndedWith(0, 1, 2);
    }

    /// <summary>Without the state before, which a rename that fails leaves without its name, and without the lock of what sends.</summary>
    private static string[] Lasting(string folder) =>
        [.. Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is not (".sending" or ".previous")).Order()];

    private static List<string> Changes(Work work)
    {
        var changes = new List<string>();
        Moments.Listen(changes.Add);
        work.Run(work.Copy("whole")).EndedWith(0, 1, 2);
        Moments.Listen(null);
        Directory.Delete(Path.Combine(work.Before, "../whole"), recursive: true);
        return changes;
    }

    private static ProgramRun RunFullFrom(Moment first, Func<ProgramRun> run)
    {
        var now = default(Moment);
        Moments.Listen(change =>
        {
            if (now.CompareTo(first) >= 0)
                throw new IOException("no space left on device", NoSpaceLeft);
            now = now.After(change);
        });
        try
        {
            return run();
        }
        finally
        {
            Moments.Listen(null);
        }
    }

    /// <summary>
    /// How far a run has come. LiteDB writes a page more or less for the same work from run to run, so a plain count of changes would mean
    /// another change each time.
    /// </summary>
    /// <param name="Steps">How many changes that are no page.</param>
    /// <param name="Pages">How many pages since the latest of those.</param>
    private readonly record struct Moment(int Steps, int Pages) : IComparable<Moment>
    {
        public static Moment Of(IReadOnlyList<string> changes, int at) => changes.Take(at).Aggregate(default(Moment), (now, change) => now.After(change));

        public Moment After(string change) => change == "pwrite" ? this with { Pages = Pages + 1 } : new Moment(Steps + 1, 0);

        public int CompareTo(Moment other) => (Steps, Pages).CompareTo((other.Steps, other.Pages));
    }
}
