using System.Diagnostics;

namespace IntegrityWatch.Mutations;

/// <summary>How a run of tests with a mutation ended.</summary>
/// <param name="Passed">True where all tests passed in time.</param>
/// <param name="Failed">The first test that failed; null for none, and where the time was up or the process ended.</param>
/// <param name="Reached">The mutations that the process came by.</param>
internal sealed record TestRun(bool Passed, string? Failed, IReadOnlyCollection<int> Reached);

/// <summary>
/// A test program of the copy that runs one set of tests after the other, as <see cref="Woven.Server"/> says: to start one and let it compile
/// its code takes longer than most tests.
/// </summary>
internal sealed class TestProcess(string copy, string project) : IDisposable
{
    private Process? process;

    /// <summary>Runs tests.</summary>
    /// <param name="mutation">The mutation's number; 0 for none.</param>
    /// <param name="chosen">Such as <c>-class NAME</c>.</param>
    /// <param name="limit">How long it may take, before the process is ended.</param>
    public TestRun Run(int mutation, IEnumerable<string> chosen, TimeSpan limit)
    {
        process ??= Start();
        process.StandardInput.WriteLine(string.Join('\t', (string[])[$"{mutation}", "-noColor", "-noLogo", "-stopOnFail", "-maxThreads", "2", .. chosen]));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLineAsync();
        if (answer.Wait(limit) && answer.Result?.Split('\t') is [var code, var failed, var reached])
            return new TestRun(code == "0", failed is "" ? null : failed, [.. reached.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
        Dispose();
        return new TestRun(false, null, []);
    }

    public void Dispose()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        process = null;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Path.Combine(copy, "artifacts/bin", project, "debug", project))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["INTEGRITYWATCH_MUTANTS"] = Path.Combine(copy, "mutants");
        start.Environment["INTEGRITYWATCH_MODEL_STEPS"] = "1000";
        start.Environment["INTEGRITYWATCH_MODEL_SEED"] = "0000000000001";
        var started = Process.Start(start)!;
        started.ErrorDataReceived += (_, _) => { };
        started.BeginErrorReadLine();
        return started;
    }
}
