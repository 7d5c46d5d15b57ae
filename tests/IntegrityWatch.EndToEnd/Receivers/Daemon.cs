using System.Diagnostics;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A program of others that runs until it is disposed of. What it prints goes to files.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process process;
    private readonly string name, output, error;

    /// <param name="folder">Its working folder, and where its files are.</param>
    /// <param name="environment">Variables that it gets besides those of this process.</param>
    /// <param name="command">The program and its arguments.</param>
    public Daemon(string folder, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        (name, output, error) = (Path.GetFileName(command[0]), Path.Combine(folder, "stdout"), Path.Combine(folder, "stderr"));
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" </dev/null >stdout 2>stderr", "sh", .. command]) { WorkingDirectory = folder };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        process = Process.Start(start)!;
    }

    public string Output => Text(output);

    public string Error => Text(error);

    /// <summary>Waits; fails the test where the program ends or it never comes true.</summary>
    public void Await(Func<bool> isTrue, string what) => Waiting.Until(
        () => process.HasExited ? throw new InvalidOperationException($"{name} ended: {Error}{Output}") : isTrue(),
        () => $"{name}: {what} never came: {Error}");

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static string Text(string file) => File.Exists(file) ? File.ReadAllText(file) : "";
}
