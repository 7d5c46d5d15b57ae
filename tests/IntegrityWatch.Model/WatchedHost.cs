using System.Diagnostics;
using System.Text.Json;
using IntegrityWatch.Hosts;
using IntegrityWatch.Terminal;

namespace IntegrityWatch.Model;

/// <summary>A simulated host, its history, and the program's commands on both, run in this process at the host's clock.</summary>
internal sealed class WatchedHost : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(SimulatedHost.Fast, $"integritywatch-model-{Guid.NewGuid():n}"));

    public WatchedHost() => Host = SimulatedHost.Booted(Path.Combine(folder.FullName, "root"));

    public SimulatedHost Host { get; }

    /// <summary>The built program, which is run as users run it, at the clock of this machine; null to run in this process at the host's.</summary>
    public string? Program { get; init; }

    public string Database => Path.Combine(folder.FullName, "history.db");

    /// <summary>A file beside the history that goes with the host.</summary>
    public string Beside(string name) => Path.Combine(folder.FullName, name);

    public Said Scan(params string[] more) => Run(["scan", "--format", "json", "--root", Host.Root, .. more]);

    public Said Capture(params string[] more) => Run(["baseline", "capture", "--yes", "--reason", "model", "--format", "json", "--root", Host.Root, .. more]);

    public Said Findings(params string[] more) => Run(["findings", "list", "--format", "json", "--root", Host.Root, .. more]);

    /// <summary>Where a run prints; null for a stream that takes everything and is given back.</summary>
    public Stream? Printed { get; set; }

    /// <summary>All that the latest generation says of itself.</summary>
    public string Approved() => Run("baseline", "show", "--root", Host.Root).Output;

    /// <summary>True where the latest generation holds that content of that path.</summary>
    public bool Approves(string path, byte[] content) => Approved().Split('\n')
        .Any(line => line.Contains(path, StringComparison.Ordinal) && line.Contains(Contents.Digest(content), StringComparison.Ordinal));

    /// <summary>Runs a command with this history, after the evidence was written as it is now.</summary>
    public Said Run(params IReadOnlyList<string> arguments) => RunWith(Database, arguments);

    /// <summary>The same with another history.</summary>
    public Said RunWith(string database, params IReadOnlyList<string> arguments)
    {
        Host.Save();
        if (Program is not null)
            return RunProgram([.. arguments, "--db", database]);
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var session = new Session(Printed ?? output, errors, columns: null) { Clock = new StoppedClock(Host.Now) };
        var code = CommandLine.Run([.. arguments, "--db", database], session);
        Host.Pass(TimeSpan.FromSeconds(1));
        return new Said(code, System.Text.Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    /// <summary>Runs a command that needs no history.</summary>
    public static Said RunPlain(params IReadOnlyList<string> arguments)
    {
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run([.. arguments], new Session(output, errors, columns: null));
        return new Said(code, System.Text.Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    /// <summary>Runs a command whose work is lost, as when it is killed before it publishes: the history and what lies beside it stay as they were.</summary>
    public void Killed(Action command)
    {
        var files = Directory.GetFiles(folder.FullName).ToDictionary(file => file, File.ReadAllBytes);
        command();
        foreach (var file in Directory.GetFiles(folder.FullName).Where(file => !files.ContainsKey(file)))
            File.Delete(file);
        foreach (var (file, bytes) in files)
            File.WriteAllBytes(file, bytes);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Said RunProgram(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Host.Pass(TimeSpan.FromSeconds(1));
        return new Said(process.ExitCode, output.Result, errors.Result);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>What a command answered.</summary>
internal sealed record Said(int Code, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The open findings, a line each: severity, kind, path, the digest's first digits, state.</summary>
    public IReadOnlyList<string> Findings => [.. Json.GetProperty("findings").EnumerateArray().Select(Line).Order(StringComparer.Ordinal)];

    /// <summary>The open findings of a path, a line each.</summary>
    public IReadOnlyList<string> Of(string path) => [.. Findings.Where(line => line.Contains($" {path} ", StringComparison.Ordinal))];

    /// <summary>True where a finding of that kind is open.</summary>
    public bool Tells(string kind) => Findings.Any(line => line.StartsWith(kind + " ", StringComparison.Ordinal));

    /// <summary>True where one of the lines is of that kind and severity.</summary>
    public bool Tells(string kind, string path, string severity) =>
        Of(path).Any(line => line.StartsWith(kind + " ", StringComparison.Ordinal) && line.Contains($" {severity} ", StringComparison.Ordinal));

    /// <summary>True where an evidence-gap is told whose text holds that.</summary>
    public bool TellsGap(string text) => Json.GetProperty("findings").EnumerateArray().Any(finding =>
        finding.GetProperty("kind").GetString() == "evidence-gap" && finding.GetProperty("message").GetString()!.Contains(text, StringComparison.Ordinal));

    /// <summary>The line of a finding with what it says of itself.</summary>
    public string AtLength(string line) => Json.GetProperty("findings").EnumerateArray().Where(finding => Line(finding) == line)
        .Select(finding => $"{line}: {finding.GetProperty("message").GetString()}").FirstOrDefault(line);

    public override string ToString() => $"exit {Code}\n{Output}\n{Errors}";

    private static string Line(JsonElement finding)
    {
        var digest = finding.TryGetProperty("digest", out var named) && named.ValueKind == JsonValueKind.Object ? named.GetProperty("value").GetString()![..8] : "-";
        var path = finding.TryGetProperty("path", out var place) && place.GetString() is { Length: > 0 } text ? text : "-";
        var realm = finding.TryGetProperty("realm", out var whose) ? $" {whose.GetString()}" : "";
        return $"{finding.GetProperty("kind").GetString()} {path} {digest} {finding.GetProperty("severity").GetString()} {finding.GetProperty("state").GetString()}{realm}";
    }
}
