using System.ComponentModel;
using System.Diagnostics;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>OpenSSL's own receiver: unlike the framework's, it says by an alert why it breaks TLS 1.3 off.</summary>
internal sealed class OpenSslServer : IDisposable
{
    private readonly Process process;

    private OpenSslServer(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Null where this machine has no such program.</summary>
    public static OpenSslServer? Start(params string[] options)
    {
        var start = new ProcessStartInfo("openssl", ["s_server", "-accept", "127.0.0.1:0", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start)!;
            process.BeginErrorReadLine();
            const string mark = "ACCEPT ";
            var line = process.StandardOutput.ReadLine();
            while (line is not null && !line.StartsWith(mark, StringComparison.Ordinal))
                line = process.StandardOutput.ReadLine();
            var port = line?[(line.LastIndexOf(':') + 1)..];
            return port is null ? null : new OpenSslServer(process, int.Parse(port));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
