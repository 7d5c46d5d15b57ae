using System.Text.Json.Nodes;

namespace IntegrityWatch.EndToEnd;

/// <summary>A host that is not looked at any more, or cannot be judged, is never clean.</summary>
public class LastScanTests
{
    [Fact]
    public void A_scan_without_news_leaves_when_it_was_and_writes_no_history()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        tree.Scan(root);
        var before = File.ReadAllBytes(tree.Database);
        Age(tree, TimeSpan.FromHours(27));

        Assert.Equal(0, tree.Scan(root).ExitCode);

        Assert.Equal(before, File.ReadAllBytes(tree.Database));
        var findings = Findings(tree);
        Assert.Equal(0, findings.ExitCode);
        Assert.Equal("OK", findings.Json.GetProperty("lastScan").GetProperty("outcome").GetString());
        Assert.False(findings.Json.GetProperty("lastScan").TryGetProperty("reason", out _));
        Assert.Equal(root, findings.Json.GetProperty("root").GetString());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("nagios")]
    [InlineData("checkmk")]
    [InlineData("prometheus")]
    [InlineData("navigator")]
    [InlineData("html")]
    [InlineData("ndjson")]
    public void After_a_day_without_a_scan_nothing_is_clean_in_any_form(string format)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "before"));
        Age(tree, TimeSpan.FromHours(25));
        Assert.Equal(0, Findings(tree, format).ExitCode);
        Age(tree, TimeSpan.FromHours(2));

        var stale = Findings(tree, format);

        Assert.Equal(3, stale.ExitCode);
        Assert.Contains("27 hours ago", stale.Error);
        if (format is "nagios" or "checkmk" or "text" or "json" or "html")
            Assert.Contains("27 hours ago", stale.Output);
        if (format == "nagios")
            Assert.StartsWith("INTEGRITY UNKNOWN - the last scan was at ", stale.Output);
        if (format == "checkmk")
            Assert.StartsWith("3 ", stale.Output);
        if (format == "prometheus")
            Assert.Contains("\nintegritywatch_status 3\n", stale.Output);
        if (format == "prometheus")
            Assert.Contains("\nintegritywatch_judged 0\n", stale.Output);
    }

    [Fact]
    public void What_is_critical_stays_so_and_that_nobody_looked_is_said_first()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        tree.Scan(tree.Unpack("rocke", "after"));
        Age(tree, TimeSpan.FromDays(4));

        var stale = Findings(tree, "nagios");

        Assert.Equal(2, stale.ExitCode);
        Assert.StartsWith("INTEGRITY CRITICAL - the last scan was at ", stale.Output);
    }

    [Fact]
    public void The_policy_says_how_old_a_scan_may_be()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var policy = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(policy, "{\"maxScanAge\": \"3h\"}");
        tree.Scan(tree.Unpack("rocke", "before"), "--policy", policy);
        Age(tree, TimeSpan.FromHours(4));

        Assert.Equal(3, Findings(tree, "json", "--policy", policy).ExitCode);
        Assert.Equal(0, Findings(tree).ExitCode);
    }

    [Theory]
    [InlineData("--no-audit")]
    [InlineData("--no-disk")]
    [InlineData("--no-ima")]
    public void A_scan_that_leaves_out_what_the_last_whole_one_used_is_no_look_at_the_host(string option)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        tree.Scan(root);
        Age(tree, TimeSpan.FromHours(27));

        tree.Scan(root, option);

        Assert.Equal(3, Findings(tree).ExitCode);
    }

    [Fact]
    public void A_scan_that_never_had_more_is_a_look_at_the_host()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        tree.Capture(root, "--no-audit");
        Age(tree, TimeSpan.FromHours(27));

        tree.Scan(root, "--no-audit");

        Assert.NotEqual(3, Findings(tree).ExitCode);
    }

    [Fact]
    public void Neither_a_mistake_nor_a_verification_is_a_look_at_the_host()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        tree.Scan(root);
        Age(tree, TimeSpan.FromHours(27));
        var before = File.ReadAllText(tree.Database + ".last-scan");

        Assert.Equal(3, tree.Scan(root, "--no-such-option").ExitCode);
        Assert.Equal(3, tree.Scan(root, "--ima", Path.Combine(tree.Folder, "none")).ExitCode);
        Assert.Equal(0, BuiltProgram.Run("verify", "--root", root, "--db", tree.Database).ExitCode);
        Assert.Equal(0, tree.Capture(root, "--dry-run").ExitCode);

        Assert.Equal(before, File.ReadAllText(tree.Database + ".last-scan"));
    }

    [Fact]
    public void A_host_whose_list_is_gone_is_not_judged_and_its_log_still_speaks()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        foreach (var list in Directory.GetFiles(Path.Combine(after, "sys/kernel/security/ima"), "*_runtime_measurements*"))
            File.Delete(list);

        var scan = tree.ScanJson(after);
        var findings = Findings(tree);

        Assert.Equal(2, scan.ExitCode);
        Assert.Contains("no measurement list", scan.Error);
        Assert.Contains("no measurement list", scan.Json.GetProperty("lastScan").GetProperty("reason").GetString());
        Assert.NotEmpty(scan.Findings);
        Assert.Equal(2, findings.ExitCode);
        Assert.Contains("no measurement list", findings.Json.GetProperty("lastScan").GetProperty("reason").GetString());
        Assert.Equal(2, tree.Capture(after).ExitCode);
    }

    [Fact]
    public void Nothing_is_approved_on_a_host_that_measures_nothing_and_a_later_look_says_otherwise()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        tree.Scan(root);
        var blind = tree.Unpack("rocke", "after");
        foreach (var list in Directory.GetFiles(Path.Combine(blind, "sys/kernel/security/ima"), "*_runtime_measurements*"))
            File.Delete(list);

        Assert.Equal(3, tree.Capture(blind, "--no-audit").ExitCode);
        Assert.Single(tree.Generations());
        Assert.Equal(0, Findings(tree).ExitCode);
        // The log still speaks, of what is critical.
        Assert.Equal(2, tree.Capture(blind).ExitCode);
        Assert.Single(tree.Generations());
        Assert.Equal(3, Findings(tree).ExitCode);
        Assert.Equal(3, Findings(tree, "nagios").ExitCode);
        tree.Scan(root);
        Assert.Equal(0, Findings(tree).ExitCode);
    }

    [Fact]
    public void A_history_that_knows_of_no_scan_says_nothing_of_the_host()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var exported = tree.Exported();
        using var other = new EvidenceTree();
        Assert.Equal(0, other.Import(exported).ExitCode);

        Assert.Equal(3, Findings(other).ExitCode);
        Assert.Contains("never scanned", Findings(other).Error);
    }

    /// <summary>Makes the last scan older than it is.</summary>
    private static void Age(EvidenceTree tree, TimeSpan by)
    {
        var file = tree.Database + ".last-scan";
        var scan = JsonNode.Parse(File.ReadAllText(file))!;
        scan["at"] = scan["at"]!.GetValue<DateTimeOffset>() - by;
        File.WriteAllText(file, scan.ToJsonString());
    }

    private static RunResult Findings(EvidenceTree tree, string format = "json", params IEnumerable<string> more) =>
        BuiltProgram.Run(["findings", "--db", tree.Database, "--format", format, .. more]);
}
