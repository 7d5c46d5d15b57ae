using System.ComponentModel;
using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd;

/// <summary>The program with which Prometheus itself checks a file of metrics.</summary>
internal static class Promtool
{
    /// <summary>Everything that it has to say; nothing where all is well. Skips the test where it is not installed.</summary>
    public static string Check(string metrics)
    {
        using var process = Start();
        process.StandardInput.Write(metrics);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output + error.Result : $"exit {process.ExitCode}: {output}{error.Result}";
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Required.Missing("promtool is not installed here; it is in Debian's package prometheus");
            throw;
        }
    }
}
