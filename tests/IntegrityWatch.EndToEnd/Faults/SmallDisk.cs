using System.Diagnostics;

namespace IntegrityWatch.EndToEnd.Faults;

/// <summary>
/// A shell in a mount namespace of its own, in which the folder given to it is a small file system: what is mounted there is gone with the
/// shell. Users other than root get one through a user namespace, where the kernel lets them.
/// </summary>
internal static class SmallDisk
{
    /// <summary>False where neither root nor a user namespace may mount one.</summary>
    public static bool IsHere { get; } = Run("/tmp", 64, "true").ExitCode == 0;

    /// <summary>What the shell printed and its exit code.</summary>
    /// <param name="folder">Becomes the small disk, empty.</param>
    /// <param name="kibibytes">How large it is.</param>
    /// <param name="script">For the shell; it finds its arguments from $1 on.</param>
    /// <param name="arguments">For the script.</param>
    public static RunResult Run(string folder, int kibibytes, string script, params string[] arguments)
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var start = new ProcessStartInfo("unshare", [.. user, "--mount", "--", "sh", "-c",
            $"mount -t tmpfs -o size={kibibytes}k,mode=0700 tmpfs \"$0\" || exit 125\n{script}", folder, .. arguments])
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
}
