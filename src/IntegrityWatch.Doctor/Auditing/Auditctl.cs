using System.ComponentModel;
using System.Diagnostics;

namespace IntegrityWatch.Doctor.Auditing;

/// <summary>Asks the host's own auditctl, which asks the kernel. Only what lists or shows is asked for.</summary>
public static class Auditctl
{
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly string[] KnownPaths = ["/usr/sbin/auditctl", "/sbin/auditctl"];

    /// <summary>What it prints; null where there is none, it fails, or it does not end.</summary>
    public static byte[]? Ask(string argument)
    {
        var program = KnownPaths.FirstOrDefault(File.Exists);
        if (program is null)
            return null;
        var start = new ProcessStartInfo(program, [argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        try
        {
            using var process = Process.Start(start);
            return process is null ? null : Answer(process);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[]? Answer(Process process)
    {
        process.StandardInput.Close();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var printed = Task.Run(() => Read(process.StandardOutput.BaseStream));
        try
        {
            if (printed.Wait((int)Timeout.TotalMilliseconds, Interruption.Token) && process.WaitForExit(Timeout))
                return process.ExitCode == 0 ? printed.Result : null;
        }
        finally
        {
            // Where it has ended already, this does nothing.
            process.Kill();
        }
        return null;
    }

    /// <summary>Null for more than rules can be.</summary>
    private static byte[]? Read(Stream output)
    {
        var content = new MemoryStream();
        var block = new byte[64 * 1024];
        int length;
        while ((length = output.Read(block)) > 0)
        {
            if (content.Length + length > MostBytes)
                return null;
            content.Write(block, 0, length);
        }
        return content.ToArray();
    }
}
