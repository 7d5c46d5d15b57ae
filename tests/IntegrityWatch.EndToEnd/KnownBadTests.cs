using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>Indicators of groups and hash lists, on the evidence of a real intrusion.</summary>
public class KnownBadTests
{
    [Theory]
    [InlineData("/usr/local/lib/libntp.so", "T1574.006")]
    [InlineData("/tmp/java", "T1036.005")]
    [InlineData("/var/tmp/kworkerds", "T1496.001")]
    [InlineData("/dev/shm/kworkerds", "T1496.001")]
    [InlineData("/usr/sbin/kworkerds", "T1496.001")]
    [InlineData("/tmp/watchdogs", "T1036.005")]
    [InlineData("/usr/sbin/netdns", "T1543.002")]
    public void What_the_group_left_is_told_as_its_own(string path, string technique)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var finding = tree.ScanJson(tree.Unpack("rocke", "after")).Finding("known-bad", path);

        Assert.Equal(("critical", "indicator:rocke"), (finding.GetProperty("severity").GetString(), finding.GetProperty("rule").GetString()));
        Assert.StartsWith("is an indicator of Rocke: ", finding.GetProperty("message").GetString());
        Assert.Contains(technique, finding.GetProperty("techniques").EnumerateArray().Select(told => told.GetProperty("id").GetString()));
    }

    [Fact]
    public void Nothing_else_on_that_host_or_an_ordinary_one_is()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var paths = tree.ScanJson(tree.Unpack("rocke", "after")).Findings
            .Where(finding => finding.GetProperty("kind").GetString() == "known-bad").Select(finding => finding.GetProperty("path").GetString());
        Assert.Equal(7, paths.Count());

        using var other = new EvidenceTree();
        Assert.DoesNotContain("known-bad", other.ScanJson(other.Unpack("ordinary", "after")).Output);
        Assert.DoesNotContain("known-bad", other.ScanJson(other.Unpack("patch-day", "upgraded")).Output);
    }

    [Theory]
    [InlineData("{0}  what sha256sum writes\n", "what sha256sum writes")]
    [InlineData("sha256,family\n{0},Rocke\n", "Rocke")]
    [InlineData("{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\",\"name\":\"a miner\",\"pattern\":\"[file:hashes.'SHA-256' = '{0}']\"}]}", "a miner")]
    [InlineData("{\"Event\":{\"info\":\"an event\",\"Attribute\":[{\"type\":\"sha256\",\"value\":\"{0}\",\"to_ids\":true}]}}", "an event")]
    public void A_list_in_any_form_finds_a_program_that_is_approved_already(string list, string name)
    {
        var helper = CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/local/sbin/backup-helper");
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        Assert.Equal(0, tree.Scan(root).ExitCode);
        var policy = Policy(tree, list.Replace("{0}", helper.Sha256));

        var scan = tree.ScanJson(root, "--policy", policy);

        Assert.Equal(2, scan.ExitCode);
        var finding = scan.Finding("known-bad", "/usr/local/sbin/backup-helper");
        Assert.Equal("hash-list", finding.GetProperty("rule").GetString());
        Assert.EndsWith($" as {name}", finding.GetProperty("explanation").GetString());
    }

    [Fact]
    public void Accepting_it_is_the_end_of_it_through_the_next_capture()
    {
        var helper = CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/local/sbin/backup-helper");
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        var policy = Policy(tree, helper.Sha256);
        Assert.Equal(2, tree.Scan(root, "--policy", policy).ExitCode);
        Assert.Equal(0, tree.Capture(root, "--policy", policy).ExitCode);
        Assert.Equal(2, tree.Scan(root, "--policy", policy).ExitCode);

        Assert.Equal(0, BuiltProgram.Run("accept", helper.Path, "--reason", "ours", "--root", root, "--db", tree.Database, "--policy", policy).ExitCode);

        Assert.Equal(0, tree.Scan(root, "--policy", policy).ExitCode);
        Assert.Equal(0, tree.Capture(root, "--policy", policy).ExitCode);
        Assert.Equal(0, tree.Scan(root, "--policy", policy).ExitCode);
    }

    [Fact]
    public void A_capture_of_the_host_after_the_intrusion_leaves_it_out()
    {
        using var tree = new EvidenceTree();

        var capture = tree.Capture(tree.Unpack("rocke", "after"));

        Assert.Contains("/usr/local/lib/libntp.so", capture.Error);
        tree.ScanJson(tree.Unpack("rocke", "after")).Finding("known-bad", "/usr/local/lib/libntp.so");
    }

    [Theory]
    [InlineData("""{"objects":[{"type":"file","id":"file--1","hashes":{"SHA-256":"{0}"}},{"type":"observed-data","object_refs":["file--1"]}]}""")]
    [InlineData("""{"objects":[{"type":"indicator","indicator_types":["benign"],"pattern":"[file:hashes.'SHA-256' = '{0}']"}]}""")]
    [InlineData("""{"Event":{"Attribute":[{"type":"sha256","value":"{0}","to_ids":false}]}}""")]
    public void What_was_merely_seen_is_not_known_to_be_bad(string list)
    {
        var helper = CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/local/sbin/backup-helper");
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var scan = tree.ScanJson(tree.Unpack("rocke", "before"), "--policy", Policy(tree, list.Replace("{0}", helper.Sha256)));

        Assert.Equal(0, scan.ExitCode);
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("kind").GetString() == "known-bad");
    }

    [Fact]
    public void A_name_in_a_list_cannot_forge_a_line_or_reach_the_terminal()
    {
        var helper = CapturedFact.Measured("rocke", "before").Single(fact => fact.Path == "/usr/local/sbin/backup-helper");
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var policy = Policy(tree, JsonSerializer.Serialize(new
        {
            objects = new object[]
            {
                new { type = "file", id = "file--1", name = "x\u001b[31m\nCRITICAL new known-bad /bin/ls", hashes = new { MD5 = "no", SHA256 = helper.Sha256 } },
                new { type = "malware", sample_refs = new[] { "file--1" } },
            },
        }).Replace("SHA256", "SHA-256"));

        var scan = tree.Scan(tree.Unpack("rocke", "before"), "--policy", policy);

        Assert.Equal(2, scan.ExitCode);
        Assert.DoesNotContain('\u001b', scan.Output);
        Assert.Single(scan.Output.Split('\n'), line => line.StartsWith("CRITICAL new", StringComparison.Ordinal));
        Assert.Contains("line 1: not a digest", scan.Error);
    }

    [Fact]
    public void A_list_that_holds_nothing_or_is_not_there_keeps_from_checking()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");

        tree.Scan(root, "--policy", Policy(tree, "<html>")).RefusedWith("hash list holds no digest: ");
        File.Delete(Path.Combine(tree.Folder, "bad.list"));
        tree.Scan(root, "--policy", Path.Combine(tree.Folder, "lists.json")).RefusedWith("hash list cannot be read: ");
    }

    /// <summary>A policy that names a list of this content.</summary>
    private static string Policy(EvidenceTree tree, string list)
    {
        var file = Path.Combine(tree.Folder, "bad.list");
        File.WriteAllText(file, list);
        var policy = Path.Combine(tree.Folder, "lists.json");
        File.WriteAllText(policy, JsonSerializer.Serialize(new { hashLists = new[] { file } }));
        return policy;
    }
}
