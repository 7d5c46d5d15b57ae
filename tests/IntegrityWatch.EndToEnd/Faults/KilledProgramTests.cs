using System.Diagnostics;

namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>
/// The built program, killed at a change that it makes or at any moment: its history is the old one, byte for byte, or tells what one tells
/// that an unbroken run left, and the next scan goes on from it.
/// </summary>
public class KilledProgramTests
{
    private const string WithoutStrace = "strace is not here, or may not trace: apt install strace";

    public static TheoryData<string> Chores => Chore.All("scan", "forward");

    [Theory]
    [MemberData(nameof(Chores))]
    public void Killed_at_a_change_that_it_makes(string name)
    {
        FaultSweep.Needs(Strace.IsHere, WithoutStrace);
        using var chore = Chore.Named(name);
        var unbroken = chore.Fresh();
        var changes = Strace.Watch(unbroken, chore.Command);
        var told = chore.Told(unbroken);
        var (nextOfOld, nextOfNew) = (chore.NextScan(chore.Fresh()), chore.NextScan(unbroken));
        var (old, published) = (0, 0);

        foreach (var change in Chosen(changes))
        {
            var database = chore.Fresh();

            var killed = Strace.KillAt(change, database, chore.Command);

            Assert.Equal((change, 137), (change, killed.ExitCode));
            var isOld = chore.IsAsBefore(database);
            if (!isOld)
                Assert.Equal(told, chore.Told(database));
            if ((isOld ? old++ : published++) == 0 || FaultSweep.IsWhole)
                Assert.Equal(isOld ? nextOfOld : nextOfNew, chore.NextScan(database));
        }
        Assert.NotEqual(0, old);
        Assert.NotEqual(0, published);
    }

    [Fact]
    public void Killed_at_any_moment()
    {
        using var chore = Chore.Named("scan");
        var clock = Stopwatch.StartNew();
        var unbroken = chore.Fresh();
        Assert.Equal(2, BuiltProgram.Run([.. chore.Command, "--db", unbroken]).ExitCode);
        var longest = (int)clock.ElapsedMilliseconds;
        var told = chore.Told(unbroken);
        var moments = new Random(1);
        for (var kill = 0; kill < (FaultSweep.IsWhole ? 200 : 6); kill++)
        {
            var database = chore.Fresh();
            using (var running = BuiltProgram.Start(new RunOptions(), [.. chore.Command, "--db", database]))
            {
                running.StandardInput.Close();
                _ = running.StandardOutput.ReadToEndAsync();
                _ = running.StandardError.ReadToEndAsync();
                Thread.Sleep(moments.Next(longest));
                running.Kill();
                running.WaitForExit();
            }
            if (!chore.IsAsBefore(database))
                Assert.Equal(told, chore.Told(database));
            else
                Assert.Equal(2, BuiltProgram.Run([.. chore.Command, "--db", database]).ExitCode);
        }
    }

    [Theory]
    [MemberData(nameof(Chores))]
    public void A_change_that_fails_leaves_the_old_history(string name)
    {
        FaultSweep.Needs(Strace.IsHere, WithoutStrace);
        using var chore = Chore.Named(name);
        var changes = Strace.Watch(chore.Fresh(), chore.Command);
        // Compacting publishes twice, and what fails after that is the second.
        var ofFirst = changes.TakeWhile(change => change is not { Call: "fsync", Number: 2 });

        foreach (var change in Chosen([.. ofFirst]).Where(change => change.Call is "pwrite64" or "fsync" or "rename"))
        {
            var database = chore.Fresh();

            var failed = Strace.FailFrom(change, change.Number % 2 == 0 ? "EIO" : "ENOSPC", database, chore.Command);

            Assert.Equal((change, 3), (change, failed.ExitCode));
            Assert.Contains("history could not be written", failed.Output + failed.Error, StringComparison.Ordinal);
            Assert.True(chore.IsAsBefore(database), $"{change}: not the old history");
            Assert.False(File.Exists(database + ".next"), "a working copy was left");
            if (FaultSweep.IsWhole)
                Assert.InRange(BuiltProgram.Run([.. chore.Command, "--db", database]).ExitCode, 0, 2);
        }
    }

    /// <summary>Of a sample: what makes a history, and a page or two.</summary>
    private static IEnumerable<Change> Chosen(IReadOnlyList<Change> changes) => FaultSweep.IsWhole
        ? changes
        : [.. changes.Where(change => change.Call is "fsync" or "rename"), changes[changes.Count / 3]];
}
