using System.Diagnostics;
using System.Text;

namespace IntegrityWatch.EndToEnd;

/// <summary>
/// The built program, run as users run it. The variable INTEGRITYWATCH_PROGRAM names another build of it, such as the native one.
/// </summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static string Path { get; } = Environment.GetEnvironmentVariable("INTEGRITYWATCH_PROGRAM") is { Length: > 0 } named
        ? System.IO.Path.GetFullPath(named, Repository.Folder)
        : System.IO.Path.Combine(Newest(), "integritywatch");

    public static RunResult Run(params IEnumerable<string> arguments) => Run(new RunOptions(), arguments);

    public static RunResult Run(RunOptions options, params IEnumerable<string> arguments)
    {
        using var process = Start(options, arguments);
        if (options.StandardInput is { } input)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill();
            throw new TimeoutException($"integritywatch {string.Join(' ', arguments)} did not end");
        }
        return new RunResult(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(RunOptions options, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
            StandardErrorEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        foreach (var (name, value) in options.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The folder of the program that was compiled ahead with these tests, unless the program alone was built since.</summary>
    private static string Newest()
    {
        var built = System.IO.Path.Combine(Repository.Folder, "artifacts", "bin", "IntegrityWatch", Configuration());
        var ahead = System.IO.Path.Combine(AppContext.BaseDirectory, "program");
        var isAhead = Directory.GetFiles(built, "*.dll").All(assembly =>
            File.GetLastWriteTimeUtc(assembly) <= File.GetLastWriteTimeUtc(System.IO.Path.Combine(ahead, System.IO.Path.GetFileName(assembly))));
        return isAhead ? ahead : built;
    }

    private static string Configuration() =>
        AppContext.BaseDirectory.Contains($"{System.IO.Path.DirectorySeparatorChar}release", StringComparison.OrdinalIgnoreCase)
            ? "release"
            : "debug";
}
