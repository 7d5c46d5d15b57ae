using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Json;
using IntegrityWatch.Reporting.Siem;

namespace IntegrityWatch.Tests.Reporting.Siem;

public class FindingLinesTests
{
    [Fact]
    public void Each_line_is_the_object_of_the_JSON_report()
    {
        var report = SomeReport.Of(
            Some.Finding(path: "/a\n{\"id\":1}\u2028") with { Process = Some.Process() },
            Some.Finding(path: "/b", state: FindingState.Open) with { FirstSeen = Some.Time });

        var lines = Lines(report);

        using var document = JsonDocument.Parse(SomeReport.Written(output =>
            JsonDocuments.WriteFindings(output, report)));
        Assert.Equal(2, lines.Count);
        Assert.All(document.RootElement.GetProperty("findings").EnumerateArray().Zip(lines), pair =>
            Assert.True(JsonElement.DeepEquals(pair.First, JsonDocument.Parse(pair.Second).RootElement)));
    }

    [Fact]
    public void Only_what_is_to_be_shown_is_told()
    {
        var report = SomeReport.Of(Some.Finding(path: "/a"), Some.Finding(path: "/b", state: FindingState.Open));

        Assert.Single(Lines(report with { Findings = new FindingSet(report.Findings.Open, newOnly: true) }));
        Assert.Empty(SomeReport.Written(output => FindingLines.Write(output, SomeReport.Of())));
    }

    private static List<string> Lines(FindingsReport report) =>
        [.. SomeReport.Written(output => FindingLines.Write(output, report)).TrimEnd('\n').Split('\n')];
}
