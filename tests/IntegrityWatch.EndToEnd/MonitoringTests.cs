using System.Text;
using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>The forms that monitoring and SIEMs read.</summary>
public class MonitoringTests
{
    [Fact]
    public void An_intrusion_turns_the_check_red_and_the_next_look_says_the_same()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var before = tree.Scan(tree.Unpack("rocke", "before"), "--format", "nagios");
        var after = tree.Scan(tree.Unpack("rocke", "after"), "--format", "nagios");
        var findings = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "nagios");

        Assert.Equal((0, 2, 2), (before.ExitCode, after.ExitCode, findings.ExitCode));
        Assert.Matches(@"^INTEGRITY OK - nothing open above info( \(\d+ new\))? \| critical=0;;1;0 ", before.Output);
        Assert.Matches(@"^INTEGRITY CRITICAL - \d+ critical, .* \(\d+ new\): .*/tmp/java.* \| critical=[1-9]\d*;;1;0 .* last_scan_age=0s;;;0\n$", after.Output);
        Assert.Contains(" new)", findings.Output);
    }

    [Theory]
    [InlineData("nagios", "INTEGRITY CRITICAL - ")]
    [InlineData("checkmk", "2 \"IntegrityWatch\" critical=")]
    public void Whatever_files_are_called_the_check_is_one_line(string format, string start)
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");

        var line = tree.Scan(tree.Unpack("names", "after"), "--format", format).Output;

        Assert.StartsWith(start, line);
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 4096);
        Assert.DoesNotContain(line[..^1], letter => char.IsControl(letter) || letter is '<' or '>' or '\u202e');
        Assert.DoesNotContain("\\n", line);
        if (format == "nagios")
            Assert.Matches(@"^[^|]*\| ([a-z_]+=\d+s?;1?;1?;0( |\n))+$", line);
        else
            Assert.Matches("^2 \"IntegrityWatch\" [a-z_]+=[0-9]+([|][a-z_]+=[0-9]+)* [^|]*\n$", line);
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("ecs")]
    [InlineData("cef")]
    public void Whatever_files_are_called_a_finding_is_one_line(string format)
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        tree.Scan(tree.Unpack("names", "after"));
        var paths = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "json").Findings
            .Select(finding => finding.GetProperty("path").GetString()!).ToList();

        var told = BuiltProgram.Run("findings", "--db", tree.Database, "--format", format);

        Assert.Equal(2, told.ExitCode);
        Assert.EndsWith("\n", told.Output);
        var lines = told.Output[..^1].Split('\n');
        Assert.Equal(paths.Count, lines.Length);
        Assert.DoesNotContain(told.Output, letter => char.IsControl(letter) && letter != '\n');
        Assert.All(paths.Zip(lines), pair =>
        {
            if (format == "cef")
                Assert.Matches(@"^CEF:0\|IntegrityWatch\|integritywatch\|[^|]*\|[a-z-]+\|[^|]*\|\d+\|rt=\d+ ", pair.Second);
            else
                Assert.Equal(pair.First, PathOf(JsonDocument.Parse(pair.Second).RootElement));
        });
    }

    [Theory]
    [InlineData("rocke")]
    [InlineData("names")]
    public void Prometheus_finds_nothing_to_say_against_the_file(string capture)
    {
        using var tree = EvidenceTree.CapturedAt(capture, "before");

        var scan = tree.Scan(tree.Unpack(capture, "after"), "--format", "prometheus");

        Assert.Empty(Promtool.Check(scan.Output));
        Assert.Contains("\nintegritywatch_status 2\n", scan.Output);
        Assert.Contains("\nintegritywatch_tpm_verified 1\n", scan.Output);
        Assert.Matches("\nintegritywatch_list_entries [1-9]", scan.Output);
    }

    [Fact]
    public void A_host_that_was_not_looked_at_has_no_word_of_its_list()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var findings = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "prometheus");

        Assert.Empty(Promtool.Check(findings.Output));
        Assert.DoesNotContain("tpm_verified", findings.Output);
        Assert.DoesNotContain("list_entries", findings.Output);
        Assert.Contains("integritywatch_last_scan_timestamp_seconds ", findings.Output);
    }

    [Fact]
    public void A_file_of_metrics_ages_where_nothing_can_be_checked()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var (root, file) = (tree.Unpack("rocke", "before"), Path.Combine(tree.Folder, "integritywatch.prom"));
        tree.Scan(root, "--format", "prometheus", "--output", file);
        var metrics = File.ReadAllText(file);

        tree.Scan(root, "--ima", "/no/such", "--format", "prometheus", "--output", file).RefusedWith("/no/such");

        Assert.StartsWith("# HELP integritywatch_", metrics);
        Assert.Equal(metrics, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("nagios", "INTEGRITY UNKNOWN - no history at /no/\\x7csuch\n", "findings", "--db", "/no/|such")]
    [InlineData("checkmk", "3 \"IntegrityWatch\" - no history at /no/such\n", "findings", "--db", "/no/such")]
    [InlineData("nagios", "INTEGRITY UNKNOWN - no such option: --bogus\n", "scan", "--bogus")]
    public void What_cannot_be_checked_is_told_where_monitoring_reads_and_where_people_do(string format, string line, params string[] command)
    {
        var told = BuiltProgram.Run([.. command, "--format", format]);

        Assert.Equal((3, line), (told.ExitCode, told.Output));
        Assert.StartsWith("integritywatch: no ", told.Error);
    }

    [Fact]
    public void Other_forms_say_nothing_where_nothing_can_be_checked() => Assert.All(new[] { "prometheus", "ndjson", "ecs", "cef", "json" },
        format => BuiltProgram.Run("findings", "--db", "/no/such", "--format", format).RefusedWith("no history at /no/such"));

    private static string? PathOf(JsonElement line) =>
        (line.TryGetProperty("file", out var file) ? file : line).TryGetProperty("path", out var path) ? path.GetString() : "";
}
