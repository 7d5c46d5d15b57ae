namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>Two runs of the built program at once: as if one had come after the other.</summary>
public class ProgramsAtOnceTests
{
    public static TheoryData<string> Chores => Chore.All("capture");

    [Theory]
    [MemberData(nameof(Chores))]
    public async Task A_command_and_the_timers_scan(string name)
    {
        using var chore = Chore.Named(name);
        var (first, last) = (chore.Fresh(), chore.Fresh());
        string[] expected = [After(chore, first, [chore.Command, chore.Scan]), After(chore, last, [chore.Scan, chore.Command])];
        for (var round = 0; round < (FaultSweep.IsWhole ? 20 : 1); round++)
        {
            var database = chore.Fresh();

            var runs = await Task.WhenAll(
                Task.Run(() => BuiltProgram.Run([.. chore.Command, "--db", database])),
                Task.Run(() => BuiltProgram.Run([.. chore.Scan, "--db", database])));

            var told = chore.Told(database);
            if (runs.Any(run => run.ExitCode == 3))
                Assert.Contains(runs, run => (run.Output + run.Error).Contains("another run", StringComparison.Ordinal)
                    || run.Error.Contains("the history was replaced during this run", StringComparison.Ordinal));
            else
                Assert.Contains(told, expected);
            // Before the first capture there is nothing to verify.
            Assert.Equal(name == "first scan" ? 3 : 0, BuiltProgram.Run("baseline", "verify", "--db", database).ExitCode);
        }
    }

    private static string After(Chore chore, string database, string[][] commands)
    {
        foreach (var command in commands)
            BuiltProgram.Run([.. command, "--db", database]);
        return chore.Told(database);
    }
}
