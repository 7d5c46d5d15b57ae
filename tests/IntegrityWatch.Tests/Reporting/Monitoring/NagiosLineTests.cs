using System.Text;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Monitoring;

namespace IntegrityWatch.Tests.Reporting.Monitoring;

public class NagiosLineTests
{
    [Fact]
    public void The_worst_stands_first_and_what_is_told_of_one_file_stands_once() => Assert.Equal(
        "INTEGRITY CRITICAL - 1 critical, 1 high (2 new): suspicious-location /tmp/java, altered-file /usr/bin/ps"
        + " | critical=1;;1;0 high=1;;1;0 medium=0;1;;0 low=0;1;;0 info=1;;;0 new=2;;;0 baseline_age=86400s;;;0 last_scan_age=3600s;;;0\n",
        Line(SomeReport.Of(
            Some.Finding(FindingKind.AlteredFile, Severity.High, "/usr/bin/ps"),
            Some.Finding(FindingKind.NewFile, Severity.Medium, "/tmp/java"),
            Some.Finding(FindingKind.SuspiciousLocation, Severity.Critical, "/tmp/java"),
            Some.Finding(FindingKind.Technique, Severity.Info, "/usr/bin/curl", state: FindingState.Open))));

    [Fact]
    public void Nothing_above_info_is_OK() => Assert.Equal(
        "INTEGRITY OK - nothing open above info"
        + " | critical=0;;1;0 high=0;;1;0 medium=0;1;;0 low=0;1;;0 info=1;;;0 new=0;;;0 baseline_age=86400s;;;0 last_scan_age=3600s;;;0\n",
        Line(SomeReport.Of(Some.Finding(severity: Severity.Info, state: FindingState.Open))));

    [Theory]
    [InlineData(Severity.Info, "OK")]
    [InlineData(Severity.Low, "WARNING")]
    [InlineData(Severity.Medium, "WARNING")]
    [InlineData(Severity.High, "CRITICAL")]
    [InlineData(Severity.Critical, "CRITICAL")]
    public void The_thresholds_say_the_same_as_the_status(Severity severity, string status)
    {
        var line = Line(SomeReport.Of(Some.Finding(severity: severity)));

        var metrics = line[(line.IndexOf('|') + 2)..].Split(' ').Select(metric => metric.Split('=', ';')).ToList();
        var critical = metrics.Any(metric => metric[3] != "" && int.Parse(metric[1]) >= int.Parse(metric[3]));
        var warning = metrics.Any(metric => metric[2] != "" && int.Parse(metric[1]) >= int.Parse(metric[2]));
        Assert.Equal(status, critical ? "CRITICAL" : warning ? "WARNING" : "OK");
        Assert.StartsWith($"INTEGRITY {status} - ", line);
    }

    [Fact]
    public void Before_the_first_capture_and_the_first_scan_there_are_no_ages() => Assert.EndsWith(
        " new=1;;;0\n", Line(SomeReport.Of(Some.Finding()) with { Baseline = null, At = null }));

    [Fact]
    public void A_clock_that_was_set_back_makes_no_negative_age() => Assert.EndsWith(
        " baseline_age=0s;;;0 last_scan_age=0s;;;0\n", Line(SomeReport.Of() with { Now = Some.Time.AddDays(-1) }));

    [Theory]
    [InlineData("a")]
    [InlineData("\n")]
    [InlineData("|")]
    [InlineData("\u0085")]
    [InlineData("\u202e")]
    [InlineData("🙂")]
    public void Whatever_files_are_called_it_is_one_line_of_4096_bytes_at_most(string name)
    {
        var path = "/" + string.Concat(Enumerable.Repeat(name, 4095 / Encoding.UTF8.GetByteCount(name)));
        var findings = Enumerable.Range(0, 40).Select(each => Some.Finding(severity: Severity.Critical, path: path, digest: Some.DigestOf($"{each}")));

        var line = Line(SomeReport.Of([.. findings]));

        Assert.InRange(Encoding.UTF8.GetByteCount(line), 100, 4096);
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.Single(line, letter => letter == '|');
        Assert.Contains(" and 35 more | ", line);
        Assert.DoesNotContain(line[..^1], char.IsControl);
    }

    [Fact]
    public void What_cannot_be_checked_is_UNKNOWN_in_one_line_without_performance_data()
    {
        var line = SomeReport.Written(output => NagiosLine.WriteUnknown(output, "no such file: /a|b\n" + new string('ü', 5000)));

        Assert.StartsWith("INTEGRITY UNKNOWN - no such file: \"/a\\x7cb\\x0aüü", line);
        Assert.EndsWith("ü ...\n", line);
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 3900, 4096);
        Assert.DoesNotContain('|', line);
    }

    private static string Line(FindingsReport report) => SomeReport.Written(output => NagiosLine.Write(output, report));
}
