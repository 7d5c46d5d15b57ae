using System.Text;

namespace IntegrityWatch.EndToEnd;

/// <summary>Nothing in a file name can forge a line, a column, a terminal escape or a second finding.</summary>
public class HostileNamesTests
{
    [Theory]
    [InlineData("binary_runtime_measurements")]
    [InlineData("ascii_runtime_measurements")]
    public void A_name_that_forges_an_entry_of_the_list_is_one_file(string list)
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        var after = tree.Unpack("names", "after");
        KeepOnly(tree, after, list);

        var scan = tree.ScanJson(after, "--no-audit");

        var paths = Paths(scan);
        Assert.Equal(2, scan.ExitCode);
        Assert.DoesNotContain("/usr/bin/forged", paths);
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("digest").ToString().Contains(new string('a', 64), StringComparison.Ordinal));
        Assert.Contains(paths, path => path.StartsWith("/opt/names/correct\n10", StringComparison.Ordinal));
        Assert.Contains("/opt/names/line\nbreak", paths);
    }

    [Fact]
    public void The_ascii_list_tells_the_same_as_the_binary_one_and_says_that_it_is_weaker()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        using var other = EvidenceTree.CapturedAt("names", "before");
        var ascii = other.Unpack("names", "after");
        KeepOnly(other, ascii, "ascii_runtime_measurements");

        var binaryScan = tree.ScanJson(tree.Unpack("names", "after"));
        var asciiScan = other.ScanJson(ascii);

        Assert.Equal(Paths(binaryScan), Paths(asciiScan));
        Assert.Contains("weaker", asciiScan.Error);
        Assert.Equal("ascii", asciiScan.Json.GetProperty("evidence").GetProperty("ima").GetProperty("format").GetString());
    }

    [Fact]
    public void A_forged_audit_record_in_a_name_is_part_of_the_name()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");

        var scan = tree.ScanJson(tree.Unpack("names", "after"), "--no-ima");

        Assert.DoesNotContain("/usr/bin/forged", Paths(scan));
        Assert.Contains(Paths(scan), path => path.StartsWith("/opt/names/audit\"\ntype=INTEGRITY_RULE", StringComparison.Ordinal));
    }

    [Fact]
    public void A_space_and_an_underscore_are_two_files()
    {
        var paths = Paths(Scan());

        Assert.Single(paths, path => path == "/opt/names/my tool");
        Assert.Single(paths, path => path == "/opt/names/my_tool");
    }

    [Fact]
    public void Bytes_that_are_not_text_are_shown_and_given_exactly()
    {
        var finding = Assert.Single(Scan().Findings, finding => finding.TryGetProperty("pathBase64", out _));

        Assert.Equal(@"/opt/names/invalid\xff\xfe\xc3(utf8", finding.GetProperty("path").GetString());
        Assert.Equal([.. "/opt/names/invalid"u8, 0xff, 0xfe, 0xc3, .. "(utf8"u8], finding.GetProperty("pathBase64").GetBytesFromBase64());
    }

    [Fact]
    public void Every_story_is_one_line_of_printable_text_when_piped()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        var after = tree.Unpack("names", "after");
        var stories = Paths(tree.ScanJson(after)).Distinct().Count();

        var scan = tree.Scan(after, "--quiet");

        var lines = scan.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(stories, lines.Length);
        Assert.All(lines, line => Assert.Matches("^(LOW|MEDIUM|HIGH|CRITICAL) open [a-z-]+ ", line));
        Assert.DoesNotContain(scan.Output.EnumerateRunes(), rune => rune.Value != '\n' && Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format);
    }

    [Theory]
    [InlineData("/opt/names/line\\nbreak")]
    [InlineData("/opt/names/invalid\\xff\\xfe\\xc3(utf8")]
    [InlineData("/opt/names/bidi\\u202egpj.exe")]
    [InlineData("/opt/names/bidi\u202egpj.exe")]
    [InlineData("/opt/names/back\\slash")]
    [InlineData("/opt/names/my tool")]
    public void The_history_of_a_hostile_name_can_be_asked_for_as_it_is_and_as_it_is_printed(string typed)
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        tree.Scan(tree.Unpack("names", "after"));

        var history = BuiltProgram.Run("history", typed, "--db", tree.Database, "--format", "json");

        Assert.Equal(0, history.ExitCode);
        Assert.Single(history.Json.GetProperty("history").EnumerateArray());
    }

    private static RunResult Scan()
    {
        using var tree = EvidenceTree.CapturedAt("names", "before");
        return tree.ScanJson(tree.Unpack("names", "after"));
    }

    private static void KeepOnly(EvidenceTree tree, string root, string list)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(EvidenceTree.Ima(root))!, "*_runtime_measurements*"))
            if (Path.GetFileName(file) != list)
                File.Delete(file);
    }

    private static List<string> Paths(RunResult scan) =>
        [.. scan.Findings.Select(finding => finding.GetProperty("path").GetString()!).Order(StringComparer.Ordinal)];
}
