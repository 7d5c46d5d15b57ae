using System.Diagnostics;

namespace IntegrityWatch.Tests;

/// <summary>What the framework cannot do to a file system: names that are no text.</summary>
internal static class Shell
{
    /// <returns>False where it failed.</returns>
    public static bool Run(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true })!;
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
