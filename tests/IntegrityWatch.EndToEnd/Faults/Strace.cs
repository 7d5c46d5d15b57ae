using System.Diagnostics;
using System.Text.RegularExpressions;

namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>
/// The program under strace, which counts the system calls that change a history, and can let one of them end in a kill or an error. Only
/// those on the history's own files count.
/// </summary>
internal static partial class Strace
{
    private const string Calls = "pwrite64,ftruncate,fsync,link,unlink,rename";

    /// <summary>False where it is not installed, or may not trace.</summary>
    public static bool IsHere { get; } = CanTrace();

    /// <summary>What one run changes, in order.</summary>
    public static IReadOnlyList<Change> Watch(string database, params string[] command)
    {
        var log = database + ".strace";
        Run(database, ["-o", log, "-e", $"trace={Calls}"], command);
        var counts = new Dictionary<string, int>();
        var changes = new List<Change>();
        foreach (var line in File.ReadLines(log).Select(line => CallOf().Match(line)).Where(match => match.Success))
        {
            var call = line.Groups[1].Value;
            changes.Add(new Change(call, counts[call] = counts.GetValueOrDefault(call) + 1));
        }
        File.Delete(log);
        return changes;
    }

    /// <summary>Kills it with signal 9 at that change.</summary>
    public static RunResult KillAt(Change change, string database, params string[] command) =>
        Run(database, ["-o", "/dev/null", "-e", $"inject={change.Call}:signal=KILL:when={change.Number}"], command);

    /// <summary>Lets that change fail, and all of its kind that follow.</summary>
    public static RunResult FailFrom(Change change, string error, string database, params string[] command) =>
        Run(database, ["-o", "/dev/null", "-e", $"inject={change.Call}:error={error}:when={change.Number}+"], command);

    private static RunResult Run(string database, string[] options, string[] command)
    {
        string[] ofHistory = [database, database + ".next", database + ".previous", Path.GetDirectoryName(database)!];
        var start = new ProcessStartInfo("strace", ["-f", "--quiet=all", .. options, .. ofHistory.SelectMany(path => new[] { "-P", path }),
            BuiltProgram.Path, .. command, "--db", database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(start)!;
        var errors = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return new RunResult(run.ExitCode, output, errors.Result);
    }

    private static bool CanTrace()
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"])
            {
                RedirectStandardError = true,
            })!;
            run.StandardError.ReadToEnd();
            run.WaitForExit();
            return run.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex("^[0-9]+ +([a-z0-9]+)\\(")]
    private static partial Regex CallOf();
}
