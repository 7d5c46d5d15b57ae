using System.ComponentModel;
using System.Diagnostics;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.EndToEnd;

/// <summary>The real programs with which anybody can check what this one writes.</summary>
internal static class OpenSsl
{
    /// <summary>Skips the test where openssl is not installed.</summary>
    public static string Run(params string[] arguments)
    {
        try
        {
            return Tool("openssl", arguments);
        }
        catch (Win32Exception)
        {
            Required.Missing("openssl is not installed here");
            throw;
        }
    }

    public static string Shell(string script) => Tool("sh", "-c", script);

    /// <summary>Makes a key pair; tells its files.</summary>
    public static (string Private, string Public) KeyPair(string folder, string kind)
    {
        var files = (Private: Path.Combine(folder, $"{kind}.pem"), Public: Path.Combine(folder, $"{kind}.pub"));
        Run(kind == "rsa"
            ? ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", files.Private]
            : ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", files.Private]);
        Run("pkey", "-in", files.Private, "-pubout", "-out", files.Public);
        return files;
    }

    private static string Tool(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : $"exit {process.ExitCode}: {output}{error.Result}";
    }
}
