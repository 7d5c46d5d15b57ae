using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary><c>doctor</c>: whether a host is able to tell, and what to do where it is not.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly EvidenceTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_host_that_was_set_up_and_captured_lacks_a_schedule_alone()
    {
        var root = tree.Unpack("rocke", "before");
        Assert.Equal(0, tree.Capture(root).ExitCode);
        Assert.Equal(0, tree.Scan(root).ExitCode);

        var quiet = Doctor(root, "--quiet");

        Assert.Equal(1, quiet.ExitCode);
        Assert.Empty(quiet.Error);
        Assert.Equal(2, quiet.Output.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("warning   schedule          no cron entry and no systemd timer runs a scan: nobody looks\n", quiet.Output);

        Directory.CreateDirectory(Path.Combine(root, "etc/cron.d"));
        File.WriteAllText(Path.Combine(root, "etc/cron.d/integritywatch"), "17 * * * * root integritywatch scan --quiet\n");
        var well = Doctor(root, "--quiet");

        Assert.Equal((0, "", ""), (well.ExitCode, well.Output, well.Error));
    }

    [Theory]
    [InlineData("dont_measure uid=0", 2, "critical  IMA policy        programs that are started are not measured where uid=0")]
    [InlineData("dont_measure fsmagic=0x58465342", 2, "critical  IMA policy        programs that are started are not measured where fsmagic=0x58465342 (xfs)")]
    [InlineData("dont_measure obj_type=bin_t", 1, "warning   IMA policy        programs that are started are not measured where obj_type=bin_t")]
    [InlineData("dont_audit fowner=0", 1, "warning   IMA policy        nothing says who ran what where fowner=0")]
    [InlineData("measure func=FILE_CHECK mask=^MAY_READ euid=0", 1, "warning   IMA policy        files that are only read are measured")]
    public void A_policy_that_sees_less_or_more_than_programs_is_told(string rule, int exit, string line)
    {
        var root = tree.Unpack("rocke", "before");
        var policy = Path.Combine(root, "sys/kernel/security/ima/policy");
        File.Delete(policy);
        File.WriteAllText(policy, rule + "\n" + BuiltProgram.Run("rules", "ima").Output);

        var run = Doctor(root, "--quiet");

        Assert.Equal(exit, run.ExitCode);
        Assert.Contains("\n" + line, "\n" + run.Output);
    }

    [Fact]
    public void A_host_whose_list_was_altered_is_not_to_be_trusted()
    {
        var root = tree.Unpack("rocke", "after");
        var list = File.ReadAllBytes(EvidenceTree.Ima(root));
        // In the name of the last entry, after which its NUL and the length of an empty signature stand.
        list[^8] ^= 1;
        File.WriteAllBytes(EvidenceTree.Ima(root), list);

        var run = Doctor(root);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("critical  measurement list  entry 93 ", run.Output);
        Assert.Contains("\nCRITICAL ", run.Output);
    }

    [Theory]
    [InlineData("unreadable")]
    [InlineData("cut short")]
    [InlineData("shorter than the count")]
    [InlineData("without a file")]
    public void A_host_that_a_scan_cannot_judge_is_unknown_in_the_same_words(string fault)
    {
        var root = tree.Unpack("rocke", "before");
        var list = EvidenceTree.Ima(root);
        var content = File.ReadAllBytes(list);
        foreach (var name in (string[])["binary_runtime_measurements_sha256", "ascii_runtime_measurements", "ascii_runtime_measurements_sha256"])
            File.Delete(EvidenceTree.Ima(root, name));
        if (fault == "unreadable")
        {
            File.Delete(list);
            File.CreateSymbolicLink(list, list);
        }
        else if (fault == "cut short")
            File.WriteAllBytes(list, content[..^3]);
        else if (fault == "without a file")
            File.WriteAllBytes(list, content[..FirstEntry(content)]);
        if (fault == "shorter than the count")
            File.WriteAllText(EvidenceTree.Ima(root, "runtime_measurements_count"), "100000\n");
        else
            File.Delete(EvidenceTree.Ima(root, "runtime_measurements_count"));
        if (fault == "without a file")
            Directory.Delete(Path.Combine(root, "sys/class/tpm"), recursive: true);
        var scan = tree.ScanJson(root);

        var run = Doctor(root, "--format", "json");

        Assert.Equal((3, 3), (scan.ExitCode, run.ExitCode));
        var check = Assert.Single(run.Json.GetProperty("checks").EnumerateArray(), check => check.GetProperty("id").GetString() == "sight.enough");
        Assert.Equal("unknown", check.GetProperty("status").GetString());
        Assert.Equal(scan.Json.GetProperty("lastScan").GetProperty("reason").GetString(), check.GetProperty("message").GetString());
    }

    [Fact]
    public void A_plain_tree_is_unknown_and_says_what_to_bring()
    {
        var root = Plain();

        var run = Doctor(root);

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.StartsWith($"unknown   kernel            the tree holds no measurement list: there is no {root}/sys/kernel/security/ima/\n"
            + "                            do: pack the evidence on the host itself: integritywatch collect --output F.tar.gz\n", run.Output);
        Assert.Contains("\nUNKNOWN ", run.Output);
    }

    [Fact]
    public void Machines_read_the_same()
    {
        var root = Plain();

        var run = Doctor(root, "--format", "json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(["schema", "tool", "host", "root", "checks", "summary", "exit"], run.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("plain", run.Json.GetProperty("host").GetString());
        var checks = run.Json.GetProperty("checks").EnumerateArray().ToList();
        Assert.All(checks, check => Assert.Equal(["id", "subject", "status", "message", "advice"], check.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(checks.Count, checks.Select(check => check.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal("unknown", checks[0].GetProperty("status").GetString());
        Assert.Contains(checks, check => check.GetProperty("status").GetString() == "ok" && check.GetProperty("advice").ValueKind == JsonValueKind.Null);
        Assert.Equal(checks.Count, run.Json.GetProperty("summary").EnumerateObject().Sum(state => state.Value.GetInt32()));
        Assert.Equal("UNKNOWN", run.Json.GetProperty("exit").GetProperty("status").GetString());
    }

    [Fact]
    public void What_keeps_a_scan_from_running_is_told_among_the_rest()
    {
        var configuration = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(configuration, """{"sinkz":[]}""");

        var run = Doctor(Plain(), "--config", configuration);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("critical  configuration     no scan can run: ", run.Output);
        Assert.Contains("ok        clock ", run.Output);
    }

    [Fact]
    public void It_changes_nothing()
    {
        var root = tree.Unpack("rocke", "after");
        Assert.Equal(0, tree.Capture(tree.Unpack("rocke", "before")).ExitCode);
        var before = Contents();

        Doctor(root);

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_database_that_is_not_there_is_not_made()
    {
        Doctor(Plain());

        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
    }

    [Fact]
    public void A_database_that_is_damaged_is_unknown()
    {
        var root = tree.Unpack("rocke", "before");
        Assert.Equal(0, tree.Capture(root).ExitCode);
        using (var file = File.OpenWrite(tree.Database))
            file.SetLength(file.Length - 100);

        var run = Doctor(root);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("unknown   history           history is damaged at byte ", run.Output);
    }

    [Fact]
    public void Words_of_the_host_forge_no_line_and_no_escape()
    {
        var root = Plain();
        Directory.CreateDirectory(Path.Combine(root, "etc/audit"));
        File.WriteAllText(Path.Combine(root, "etc/audit/auditd.conf"), "log_file = /x\e[2J\rok  clock\n");
        File.WriteAllText(Path.Combine(root, "proc/cmdline"), "ima_hash=\e]0;x\a audit=1\u202e\n");

        var run = Doctor(root);

        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain('\r', run.Output);
        Assert.DoesNotContain('\u202e', run.Output);
        Assert.Contains("warning   auditd            auditd writes to ", run.Output);
    }

    [Fact]
    public void A_link_leads_nowhere_outside_the_tree()
    {
        var secret = Path.Combine(tree.Folder, "secret");
        File.WriteAllText(secret, "ima=off\n");
        var root = Plain();
        File.Delete(Path.Combine(root, "proc/cmdline"));
        File.CreateSymbolicLink(Path.Combine(root, "proc/cmdline"), secret);

        Assert.Contains("there is no proc/cmdline", Doctor(root).Output);
    }

    [Fact]
    public void A_root_that_is_not_there_is_refused() => Doctor("/no/such/root").RefusedWith("no such root: /no/such/root");

    /// <summary>Where the first entry of a binary list ends: PCR, template hash, length and name of the template, length and fields.</summary>
    private static int FirstEntry(byte[] list)
    {
        var fields = 28 + BitConverter.ToInt32(list, 24);
        return fields + 4 + BitConverter.ToInt32(list, fields);
    }

    private string Plain()
    {
        var root = Path.Combine(tree.Folder, "plain");
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        File.WriteAllText(Path.Combine(root, "etc/hostname"), "plain\n");
        File.WriteAllText(Path.Combine(root, "proc/cmdline"), "root=/dev/sda1 ro quiet\n");
        return root;
    }

    private RunResult Doctor(string root, params IEnumerable<string> more) => BuiltProgram.Run(["doctor", "--root", root, "--db", tree.Database, .. more]);

    /// <summary>Every file with its time and size.</summary>
    private List<string> Contents() =>
    [
        .. new DirectoryInfo(tree.Folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal),
    ];
}
