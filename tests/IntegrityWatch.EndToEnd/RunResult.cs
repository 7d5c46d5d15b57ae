using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>What one run of the program left behind.</summary>
internal sealed record RunResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The findings of a JSON report.</summary>
    public IReadOnlyList<JsonElement> Findings => [.. Json.GetProperty("findings").EnumerateArray()];

    public JsonElement Finding(string kind, string path) => Assert.Single(Findings, finding =>
        finding.GetProperty("kind").GetString() == kind && finding.GetProperty("path").GetString() == path);

    /// <summary>One line that says what and where, and a hint or none: nothing else, and nothing on standard output.</summary>
    public void RefusedWith(string message)
    {
        Assert.NotEmpty(message);
        Assert.Equal(3, ExitCode);
        Assert.Empty(Output);
        var lines = Error.TrimEnd('\n').Split('\n');
        Assert.StartsWith("integritywatch: ", lines[0]);
        Assert.Contains(message, lines[0]);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("hint: ", line));
        Assert.InRange(lines.Length, 1, 2);
    }

    /// <summary>Exit 3 with a report of what could be judged all the same, and why not all of it was.</summary>
    public void UnjudgedFor(string message)
    {
        Assert.NotEmpty(message);
        Assert.Equal(3, ExitCode);
        Assert.Contains(message, Output);
        Assert.Contains(Error.Split('\n'), line => line.StartsWith("integritywatch: ", StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal));
    }
}
