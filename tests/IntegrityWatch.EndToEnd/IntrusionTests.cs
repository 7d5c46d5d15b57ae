using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>The main job, on the evidence of a real intrusion.</summary>
public class IntrusionTests
{
    [Fact]
    public void The_clean_host_is_clean_after_a_capture()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var scan = tree.Scan(tree.Unpack("rocke", "before"));

        Assert.Equal(0, scan.ExitCode);
        // Its administrators used what an audit rule names: that is no alarm.
        Assert.Contains("OK: 3 open (3 new): 3 info", scan.Output);
    }

    [Theory]
    [InlineData("/tmp/java")]
    [InlineData("/var/tmp/kworkerds")]
    [InlineData("/dev/shm/kworkerds")]
    [InlineData("/tmp/watchdogs")]
    public void A_program_with_a_false_name_in_a_bad_place_is_critical(string path)
    {
        var finding = Scan().Finding("suspicious-location", path);

        Assert.Equal("critical", finding.GetProperty("severity").GetString());
        Assert.Equal("new", finding.GetProperty("state").GetString());
        Assert.Equal(["ima", "audit"], Strings(finding.GetProperty("sources")).Take(2));
    }

    [Fact]
    public void A_program_that_runs_from_memory_is_fileless() =>
        Assert.Equal("critical", Scan().Finding("fileless", "memfd:kthreadd").GetProperty("severity").GetString());

    [Fact]
    public void The_replaced_ps_is_altered_and_the_digest_before_is_told()
    {
        var finding = Scan().Finding("altered-file", "/usr/bin/ps");

        Assert.Equal("high", finding.GetProperty("severity").GetString());
        var known = Assert.Single(finding.GetProperty("known").EnumerateArray());
        Assert.Equal("approved", known.GetProperty("state").GetString());
        Assert.Equal(1, known.GetProperty("generation").GetInt32());
        Assert.Equal(
            CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/bin/ps").Sha256,
            known.GetProperty("value").GetString());
    }

    [Fact]
    public void A_name_with_a_space_is_told_once_and_rightly()
    {
        var paths = Scan().Findings.Select(finding => finding.GetProperty("path").GetString()).ToList();

        Assert.Single(paths, path => path == "/opt/app/my tool");
        Assert.DoesNotContain("/opt/app/my_tool", paths);
    }

    [Fact]
    public void Everything_that_the_intruder_ran_is_told_with_who_ran_it()
    {
        var findings = Scan().Findings;

        Assert.All(CapturedFact.Measured("rocke", "after").Where(fact => fact.Path != "/run/kthreadd"), fact =>
        {
            var told = findings.Where(finding => finding.GetProperty("path").GetString() == fact.Path).ToList();
            Assert.NotEmpty(told);
            Assert.All(told, finding =>
            {
                Assert.Equal(fact.Sha256, finding.GetProperty("digest").GetProperty("value").GetString());
                var process = finding.GetProperty("process");
                Assert.Equal(fact.Uid, process.GetProperty("uid").GetUInt32());
                Assert.Equal(fact.Euid, process.GetProperty("euid").GetUInt32());
                Assert.True(process.GetProperty("pid").GetInt32() > process.GetProperty("ppid").GetInt32());
            });
        });
    }

    [Fact]
    public void The_new_program_and_the_one_that_started_it_are_told_apart()
    {
        var process = Scan().Finding("suspicious-location", "/tmp/java").GetProperty("process");

        Assert.Equal("/tmp/java", process.GetProperty("exe").GetString());
        Assert.Equal("/usr/local/sbin/backup-helper", process.GetProperty("parentExe").GetString());
        Assert.Equal("www-data", process.GetProperty("user").GetString());
    }

    [Fact]
    public void The_exit_code_is_critical_and_stays_so_while_nothing_is_new()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        Assert.Equal(2, tree.Scan(after).ExitCode);
        var second = tree.Scan(after, "--quiet", "--new-only");

        Assert.Equal(2, second.ExitCode);
        Assert.Empty(second.Output);
        Assert.Empty(second.Error);
    }

    [Fact]
    public void What_was_new_is_open_in_the_next_scan_under_the_same_id()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        var first = tree.ScanJson(after);
        var second = tree.ScanJson(after);

        Assert.All(first.Findings, finding => Assert.Equal("new", finding.GetProperty("state").GetString()));
        Assert.All(second.Findings, finding => Assert.Equal("open", finding.GetProperty("state").GetString()));
        Assert.Equal(Ids(first), Ids(second));
        Assert.Equal(0, second.Json.GetProperty("summary").GetProperty("new").GetInt32());
        Assert.True(second.Json.GetProperty("evidence").GetProperty("ima").GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public void The_same_evidence_and_database_give_the_same_findings_byte_for_byte()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var copy = tree.Database + ".copy";
        File.Copy(tree.Database, copy);

        var one = BuiltProgram.Run("scan", "--root", after, "--db", tree.Database, "--format", "json");
        var other = BuiltProgram.Run("scan", "--root", after, "--db", copy, "--format", "json");

        Assert.Equal(one.Json.GetProperty("findings").GetRawText(), other.Json.GetProperty("findings").GetRawText());
    }

    [Fact]
    public void Before_the_first_capture_one_finding_says_so_and_bad_places_are_told_all_the_same()
    {
        using var tree = new EvidenceTree();

        var scan = tree.ScanJson(tree.Unpack("rocke", "after"));

        Assert.Equal(2, scan.ExitCode);
        Assert.Single(scan.Findings, finding => finding.GetProperty("kind").GetString() == "no-baseline");
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("kind").GetString() == "new-file");
        Assert.Equal(JsonValueKind.Null, scan.Json.GetProperty("baseline").ValueKind);
        scan.Finding("suspicious-location", "/tmp/java");
    }

    [Fact]
    public void Without_the_audit_log_everything_is_found_and_nobody_is_named()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var scan = tree.ScanJson(tree.Unpack("rocke", "after"), "--no-audit");

        Assert.Equal(2, scan.ExitCode);
        Assert.False(scan.Finding("suspicious-location", "/tmp/java").TryGetProperty("process", out _));
        scan.Finding("new-file", "/opt/app/my_tool");
    }

    [Fact]
    public void Without_the_list_the_audit_log_tells_the_same_story()
    {
        using var tree = new EvidenceTree();
        tree.Capture(tree.Unpack("rocke", "before"), "--no-ima");

        var scan = tree.ScanJson(tree.Unpack("rocke", "after"), "--no-ima");

        Assert.Equal(2, scan.ExitCode);
        Assert.Equal(["audit"], Strings(scan.Finding("fileless", "memfd:kthreadd").GetProperty("sources")));
        scan.Finding("altered-file", "/usr/bin/ps");
    }

    [Fact]
    public void Sources_that_are_named_are_read_in_place_of_the_roots()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var before = tree.Unpack("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        var scan = tree.ScanJson(before, "--ima", EvidenceTree.Ima(after), "--audit", EvidenceTree.Audit(after));

        Assert.Equal(2, scan.ExitCode);
        scan.Finding("suspicious-location", "/tmp/java");
    }

    [Fact]
    public void An_audit_log_can_come_from_standard_input()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");

        var scan = BuiltProgram.Run(new RunOptions { StandardInput = File.ReadAllText(EvidenceTree.Audit(after)) },
            "scan", "--root", after, "--db", tree.Database, "--audit", "-", "--format", "json");

        Assert.Equal("/tmp/java", scan.Finding("suspicious-location", "/tmp/java").GetProperty("process").GetProperty("exe").GetString());
    }

    private static RunResult Scan()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        return tree.ScanJson(tree.Unpack("rocke", "after"));
    }

    private static IEnumerable<string?> Ids(RunResult scan) =>
        scan.Findings.Select(finding => finding.GetProperty("id").GetString()).Order();

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(value => value.GetString());
}
