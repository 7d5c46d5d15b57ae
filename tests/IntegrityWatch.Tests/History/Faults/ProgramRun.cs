using System.Text.Json;

namespace IntegrityWatch.Tests.History.Faults;

/// <summary>What one run of the program said and left.</summary>
internal sealed record ProgramRun(int Code, string Output, string Errors)
{
    /// <summary>The findings of a JSON report.</summary>
    public IReadOnlyList<JsonElement> Findings => [.. JsonDocument.Parse(Output).RootElement.GetProperty("findings").EnumerateArray()];

    /// <summary>The run, where it ended with one of these codes: else it is no ground to stand a test on.</summary>
    public ProgramRun EndedWith(params int[] codes)
    {
        Assert.True(codes.Contains(Code), $"exit {Code}: {Errors}");
        return this;
    }
}
