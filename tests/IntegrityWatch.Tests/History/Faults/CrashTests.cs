using IntegrityWatch.History.Storage;

namespace IntegrityWatch.Tests.History.Faults;

public class CrashTests
{
    public static TheoryData<string> Works => Work.All;

    [Theory]
    [MemberData(nameof(Works))]
    public void A_crash_is_unknown_asks_for_a_report_and_leaves_the_old_history(string name)
    {
        using var work = Work.Named(name);
        var folder = work.Copy("crashed");
        Moments.Listen(change =>
        {
            if (change == "fsync")
                throw new OperationCanceledException("a fault of the program");
        });

        var run = work.Run(folder);
        Moments.Listen(null);

        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.EndsWith("""
            integritywatch: failed in a way that it should not: OperationCanceledException: a fault of the program
            hint: please report this, with the command and what --verbose says

            """, run.Errors, StringComparison.Ordinal);
        Assert.Equal(Work.Bytes(work.Before), Work.Bytes(folder));
        Assert.False(File.Exists(Work.Database(folder) + ".next"));
    }
}
