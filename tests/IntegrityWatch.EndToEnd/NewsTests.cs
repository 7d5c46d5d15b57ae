using System.Diagnostics;

namespace IntegrityWatch.EndToEnd;

/// <summary>What is new stays new until a report that names it was written.</summary>
public class NewsTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("html")]
    [InlineData("ecs")]
    [InlineData("cef")]
    public void A_report_that_names_the_findings_tells_them(string format)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");

        Assert.Equal(2, tree.Scan(root, "--format", format).ExitCode);

        Assert.Equal(0, NewTo(tree, root));
    }

    [Theory]
    [InlineData("nagios")]
    [InlineData("checkmk")]
    [InlineData("prometheus")]
    [InlineData("navigator")]
    public void A_number_or_a_layer_tells_nobody(string format)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");

        Assert.Equal(2, tree.Scan(root, "--format", format).ExitCode);
        Assert.Equal(2, tree.Scan(root, "--format", format).ExitCode);

        Assert.InRange(NewTo(tree, root), 1, int.MaxValue);
        Assert.Equal(0, NewTo(tree, root));
    }

    [Fact]
    public void A_report_that_could_not_be_written_is_told_again_and_nothing_else_is_lost()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");

        Shell($"\"$0\" scan --root '{root}' --db '{tree.Database}' --quiet --new-only >/dev/full");

        var again = tree.Scan(root, "--quiet", "--new-only");
        Assert.Contains("/tmp/java", again.Output);
        Assert.Empty(tree.Scan(root, "--quiet", "--new-only").Output);
        Assert.Equal(2, again.ExitCode);
    }

    [Fact]
    public void A_file_that_could_not_be_written_tells_nobody_and_one_that_was_does()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");
        Assert.Equal(3, tree.Scan(root, "--output", Path.Combine(tree.Folder, "no-such-folder", "report")).ExitCode);

        Assert.Equal(2, tree.Scan(root, "--format", "nagios", "--output", Path.Combine(tree.Folder, "line")).ExitCode);
        Assert.Equal(2, tree.Scan(root, "--output", Path.Combine(tree.Folder, "report")).ExitCode);

        Assert.Equal(0, NewTo(tree, root));
    }

    [Fact]
    public void A_reader_that_went_away_is_told_again()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");

        Shell($"\"$0\" scan --root '{root}' --db '{tree.Database}' --format json | true");

        Assert.InRange(NewTo(tree, root), 1, int.MaxValue);
    }

    [Fact]
    public void What_is_new_to_one_consumer_is_not_new_to_another()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");

        var first = NewTo(tree, root, "--consumer", "siem");

        Assert.InRange(first, 1, int.MaxValue);
        Assert.Equal(0, NewTo(tree, root, "--consumer", "siem"));
        Assert.Equal(first, NewTo(tree, root));
        Assert.Equal(0, NewTo(tree, root));
        Assert.Equal(first, Asked(tree, "--consumer", "desk").Json.GetProperty("summary").GetProperty("new").GetInt32());
        Assert.Equal(0, Asked(tree, "--consumer", "desk").Json.GetProperty("summary").GetProperty("new").GetInt32());
    }

    [Fact]
    public void Who_only_asks_takes_no_news_from_who_reads_the_scans()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");
        tree.Scan(root, "--format", "nagios");

        var asked = Asked(tree).Json.GetProperty("summary").GetProperty("new").GetInt32();

        Assert.InRange(asked, 1, int.MaxValue);
        Assert.Equal(asked, NewTo(tree, root));
        Assert.Equal(0, Asked(tree).Json.GetProperty("summary").GetProperty("new").GetInt32());
    }

    [Fact]
    public void Who_asks_for_some_was_not_told_the_rest()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"));

        Asked(tree, "list", "--technique", "T1053", "--consumer", "desk");

        Assert.InRange(Asked(tree, "--consumer", "desk").Json.GetProperty("summary").GetProperty("new").GetInt32(), 1, int.MaxValue);
    }

    [Fact]
    public void That_nothing_is_new_writes_nothing()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");
        tree.Scan(root);
        var written = File.GetLastWriteTimeUtc(tree.Database + ".told");

        tree.Scan(root);

        Assert.Equal(written, File.GetLastWriteTimeUtc(tree.Database + ".told"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    public void A_consumers_name_is_a_word(string name)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        Assert.Equal(3, tree.Scan(tree.Unpack("rocke", "before"), "--consumer", name).ExitCode);
    }

    private static int NewTo(EvidenceTree tree, string root, params IEnumerable<string> more) =>
        tree.ScanJson(root, more).Json.GetProperty("summary").GetProperty("new").GetInt32();

    private static RunResult Asked(EvidenceTree tree, params IEnumerable<string> more) =>
        BuiltProgram.Run(["findings", .. more, "--db", tree.Database, "--format", "json"]);

    private static void Shell(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", line, BuiltProgram.Path]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        shell.StandardOutput.ReadToEnd();
        shell.StandardError.ReadToEnd();
        shell.WaitForExit();
    }
}
