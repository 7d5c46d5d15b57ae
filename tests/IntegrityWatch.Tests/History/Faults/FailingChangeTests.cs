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

            var run = RunFullFrom(at, () => work.Run(folder));

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

        var run = RunFullFrom(Changes(work).FindLastIndex(change => change == "fsync of the folder"), () => work.Run(folder));

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

    private static ProgramRun RunFullFrom(int first, Func<ProgramRun> run)
    {
        var changes = 0;
        Moments.Listen(_ =>
        {
            if (changes++ >= first)
                throw new IOException("no space left on device", NoSpaceLeft);
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
}
