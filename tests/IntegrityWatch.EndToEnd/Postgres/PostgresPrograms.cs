using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd.Postgres;

/// <summary>PostgreSQL's programs, as Debian installs them: the server's are not on the path.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>Debian's package makes the first user, every system has the second.</summary>
    private static readonly string[] Unprivileged = ["postgres", "nobody"];

    /// <summary>The latest that is installed; skips the test where none is.</summary>
    public static string Server(string name)
    {
        if (Directory.Exists(Versions))
            foreach (var version in Directory.GetDirectories(Versions).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0))
                if (Path.Combine(version, "bin", name) is var program && File.Exists(program))
                    return program;
        Required.Missing("PostgreSQL's server is not here: apt-get install postgresql");
        return "";
    }

    /// <summary>The server refuses to run as root.</summary>
    public static string? User { get; } = !Environment.IsPrivilegedProcess ? null : Array.Find(Unprivileged, user => Try("id", "-u", user).ExitCode == 0);

    public static string[] AsUser(params string[] command) =>
        User is { } user ? ["setpriv", $"--reuid={user}", "--regid", Run("id", "-g", user).Trim(), "--clear-groups", .. command] : command;

    /// <summary>What it printed; fails the test where it fails.</summary>
    public static string Run(params string[] command)
    {
        var result = Try(command);
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{Path.GetFileName(command[0])} failed: {result.Error}{result.Output}");
    }

    public static RunResult Try(params string[] command) => Try(new Dictionary<string, string>(), "", command);

    public static RunResult Try(IReadOnlyDictionary<string, string> environment, string input, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything, and its exit code tells why.
        }
        process.WaitForExit();
        return new RunResult(process.ExitCode, output.Result, error.Result);
    }
}
