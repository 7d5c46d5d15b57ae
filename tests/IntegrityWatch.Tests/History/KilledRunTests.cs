using System.Diagnostics;
using IntegrityWatch.History;

namespace IntegrityWatch.Tests.History;

public class KilledRunTests
{
    private const int Kills = 25;
    private const int PathsInAState = 300;

    [Fact]
    public void A_run_killed_at_any_moment_leaves_one_whole_state_and_nothing_it_acknowledged_is_lost()
    {
        using var history = new TemporaryHistory();
        var moments = new Random(1);
        var acknowledged = 0;
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            acknowledged = Math.Max(acknowledged, PublishUntilKilled(history.Path, moments.Next(1, 60)));

            interrupted += File.Exists(history.Next) ? 1 : 0;
            var state = history.Read(WholeState);
            Assert.InRange(state, acknowledged, acknowledged + 1);
            acknowledged = state;
        }
        Assert.NotEqual(0, interrupted);
    }

    /// <summary>Kills the writer a while after its first publication; tells the last that it acknowledged.</summary>
    private static int PublishUntilKilled(string path, int milliseconds)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "IntegrityWatch.HistoryWriter.dll"), path },
            RedirectStandardOutput = true,
        })!;
        var last = writer.StandardOutput.ReadLine();
        Thread.Sleep(milliseconds);
        writer.Kill();
        while (writer.StandardOutput.ReadLine() is { } line)
            last = line;
        writer.WaitForExit();
        return int.Parse(last!);
    }

    private static int WholeState(IHistory history)
    {
        var state = int.Parse(history.State.Host!);
        Assert.Equal(Enumerable.Range(1, state), history.Generations.Select(generation => generation.Number));
        Assert.Equal(PathsInAState, history.AllObserved().Count());
        Assert.All(history.AllObserved(), observed => Assert.Equal(Digest.Sha256(BitConverter.GetBytes(state)), observed.Digest));
        return state;
    }
}
