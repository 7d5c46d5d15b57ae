using System.Text.RegularExpressions;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Monitoring;

namespace IntegrityWatch.Tests.Reporting.Monitoring;

public partial class PrometheusFileTests
{
    private static readonly string[] WithoutAScan =
    [
        "integritywatch_info", "integritywatch_status", "integritywatch_judged", "integritywatch_open_findings", "integritywatch_new_findings",
        "integritywatch_last_scan_timestamp_seconds", "integritywatch_baseline_timestamp_seconds", "integritywatch_baseline_generation",
        "integritywatch_baseline_paths",
    ];

    [Fact]
    public void Every_line_is_help_type_or_a_sample_and_every_metric_has_its_help_and_type_once_before_it()
    {
        var lines = Lines(SomeReport.Of(Some.Finding()));

        Assert.All(lines, line => Assert.Matches(Form(), line));
        Assert.Equal(WithoutAScan, lines.Where(line => line.StartsWith("# HELP", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        Assert.Equal(WithoutAScan.Select(name => $"# TYPE {name} gauge"), lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)));
        Assert.Equal(WithoutAScan, lines.Where(line => line[0] != '#').Select(line => line.Split('{', ' ')[0]).Distinct());
    }

    [Fact]
    public void Every_severity_and_kind_is_there_and_those_that_are_open_are_counted()
    {
        var lines = Lines(SomeReport.Of(Some.Finding(path: "/a"), Some.Finding(path: "/b"),
            Some.Finding(FindingKind.Fileless, Severity.Critical, state: FindingState.Open)));

        var open = lines.Where(line => line.StartsWith("integritywatch_open_findings{", StringComparison.Ordinal)).ToList();
        Assert.Equal(5 * Enum.GetValues<FindingKind>().Length, open.Distinct().Count());
        Assert.Equal(
            ["integritywatch_open_findings{severity=\"critical\",kind=\"fileless\"} 1", "integritywatch_open_findings{severity=\"medium\",kind=\"new-file\"} 2"],
            open.Where(line => !line.EndsWith(" 0", StringComparison.Ordinal)));
        Assert.Contains("integritywatch_new_findings 2", lines);
        Assert.Contains("integritywatch_status 2", lines);
    }

    [Fact]
    public void Times_are_seconds_since_1970()
    {
        var lines = Lines(SomeReport.Of() with { At = DateTimeOffset.FromUnixTimeMilliseconds(1795468015637) });

        Assert.Contains("integritywatch_last_scan_timestamp_seconds 1795468015.637", lines);
        Assert.Contains("integritywatch_baseline_timestamp_seconds 1740830400", lines);
        Assert.Contains("integritywatch_baseline_generation 1", lines);
        Assert.Contains("integritywatch_baseline_paths 10", lines);
    }

    [Fact]
    public void What_nobody_knows_is_left_out()
    {
        var lines = Lines(SomeReport.Of() with { At = null, Baseline = null });

        Assert.DoesNotContain(lines, line => line.Contains("baseline_", StringComparison.Ordinal) || line.Contains("last_scan", StringComparison.Ordinal));
        Assert.Contains("integritywatch_info{version=\"1.2.3\",chain=\"\"} 1", lines);
    }

    [Fact]
    public void A_label_cannot_end_early()
    {
        var lines = Lines(SomeReport.Of() with { Tool = new ToolInfo("integritywatch", "1\\\"} 5\nforged 1") });

        Assert.Contains("integritywatch_info{version=\"1\\\\\\\"} 5\\nforged 1\",chain=\"chain\"} 1", lines);
    }

    private static List<string> Lines(FindingsReport report)
    {
        var text = SomeReport.Written(output => PrometheusFile.Write(output, report));
        Assert.EndsWith("\n", text);
        return [.. text[..^1].Split('\n')];
    }

    [GeneratedRegex("""^(# HELP integritywatch_[a-z_]+ [^\\]+|# TYPE integritywatch_[a-z_]+ gauge|integritywatch_[a-z_]+({[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*})? [0-9.]+)$""")]
    private static partial Regex Form();
}
