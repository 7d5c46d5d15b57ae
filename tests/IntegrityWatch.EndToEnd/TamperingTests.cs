using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>A list that is not what the kernel wrote, in <c>verify</c> and in every scan.</summary>
public class TamperingTests
{
    public static TheoryData<string> Templates =>
        [.. Directory.GetFiles(Path.Combine(Repository.Captures, "templates"), "*.tar.gz").Select(file => Path.GetFileName(file).Split('.')[0]).Order()];

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_TPM_vouches_for_a_list_of_every_template(string template)
    {
        using var tree = new EvidenceTree();

        var verify = Verify(tree, tree.Unpack("templates", template));

        Assert.Equal(0, verify.ExitCode);
        var tpm = Tpm(verify);
        Assert.True(tpm.GetProperty("verified").GetBoolean());
        Assert.All(tpm.GetProperty("banks").EnumerateArray(), bank =>
            Assert.Equal(bank.GetProperty("expected").GetString(), bank.GetProperty("replayed").GetString()));
    }

    [Fact]
    public void One_edited_byte_names_the_entry() => Breaks(list =>
    {
        var java = list.AsSpan().IndexOf("/tmp/java\0"u8);
        "/tmp/jawa"u8.CopyTo(list.AsSpan(java));
        return list;
    }, "entry 84");

    [Fact]
    public void One_removed_entry_names_where_the_list_ends() => Breaks(list =>
    {
        var (start, end) = Entry(list, 84);
        return [.. list[..start], .. list[end..]];
    }, "entry 92");

    [Fact]
    public void A_tail_that_is_cut_off_names_where_the_list_ends() => Breaks(list => list[..Entry(list, 90).Start], "entry 89");

    [Fact]
    public void A_list_that_shrank_within_its_boot_is_told_by_the_next_scan()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        tree.Scan(after);
        // Without the TPM nothing but the memory of the last scan can tell.
        Directory.Delete(Path.Combine(after, "sys/class/tpm"), recursive: true);
        var list = File.ReadAllBytes(EvidenceTree.Ima(after));
        File.WriteAllBytes(EvidenceTree.Ima(after), list[..Entry(list, 84).Start]);

        var scan = tree.ScanJson(after);

        Assert.Equal(2, scan.ExitCode);
        var finding = Assert.Single(scan.Findings, finding => finding.GetProperty("kind").GetString() == "list-tampered");
        Assert.Contains("shrank", finding.GetProperty("message").GetString());
        Assert.Contains("93 entries", finding.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, Tpm(scan).GetProperty("verified").ValueKind);
    }

    [Fact]
    public void What_a_scan_told_of_a_list_stays_open_when_the_list_looks_well_again()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        var list = File.ReadAllBytes(EvidenceTree.Ima(after));
        File.WriteAllBytes(EvidenceTree.Ima(after), list[..Entry(list, 90).Start]);
        tree.Scan(after);
        File.WriteAllBytes(EvidenceTree.Ima(after), list);

        var scan = tree.ScanJson(after);

        Assert.True(Tpm(scan).GetProperty("verified").GetBoolean());
        Assert.Equal("open", Assert.Single(scan.Findings, finding => finding.GetProperty("kind").GetString() == "list-tampered")
            .GetProperty("state").GetString());
    }

    [Fact]
    public void Nothing_is_approved_on_an_altered_list()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        var list = File.ReadAllBytes(EvidenceTree.Ima(root));
        File.WriteAllBytes(EvidenceTree.Ima(root), list[..Entry(list, 80).Start]);

        tree.Capture(root).RefusedWith("nothing is approved on a list that was altered");
        Assert.Empty(EvidenceTree.FilesBeside(tree.Database));
    }

    [Fact]
    public void Without_a_TPM_it_says_so_and_why()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        Directory.Delete(Path.Combine(root, "sys/class"), recursive: true);

        var verify = Verify(tree, root);

        Assert.Equal(0, verify.ExitCode);
        Assert.Equal(JsonValueKind.Null, Tpm(verify).GetProperty("verified").ValueKind);
        Assert.Contains("no TPM", Tpm(verify).GetProperty("reason").GetString());
    }

    [Fact]
    public void A_policy_can_make_the_TPM_a_must()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        Directory.Delete(Path.Combine(root, "sys/class"), recursive: true);
        var policy = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(policy, """{ "require": ["tpm"] }""");

        tree.Scan(root, "--policy", policy).RefusedWith("the policy requires a TPM");
    }

    [Fact]
    public void A_list_that_resumes_reports_fewer_new_entries_than_entries()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var ima = tree.ScanJson(tree.Unpack("rocke", "after")).Json.GetProperty("evidence").GetProperty("ima");

        Assert.True(ima.GetProperty("resumed").GetBoolean());
        Assert.Equal(93, ima.GetProperty("entries").GetInt32());
        Assert.Equal(10, ima.GetProperty("newEntries").GetInt32());
    }

    [Fact]
    public void Signatures_are_told_apart_by_key()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("templates", "signed");
        var keys = Directory.GetFiles(Path.Combine(root, "etc/keys")).Order().ToList();

        var withAll = BuiltProgram.Run(["verify", "--root", root, "--db", tree.Database, .. keys.SelectMany(key => (string[])["--key", key])]);
        var withNone = BuiltProgram.Run("verify", "--root", root, "--db", tree.Database);

        Assert.Equal(2, withAll.ExitCode);
        Assert.Contains("signatures  2 valid, 1 invalid, 0 by unknown keys", withAll.Output);
        Assert.Contains("signature-invalid /opt/app/altered", withAll.Output);
        Assert.Equal(0, withNone.ExitCode);
    }

    [Fact]
    public void A_key_that_is_none_is_named()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        BuiltProgram.Run("verify", "--root", root, "--db", tree.Database, "--key", Path.Combine(root, "etc/passwd"))
            .RefusedWith("not a certificate or public key");
    }

    [Theory]
    [InlineData("rotation", "after")]
    [InlineData("rocke", "after")]
    public void Every_integrity_rule_is_counted_once_in_whatever_pieces_the_log_is_read(string capture, string step)
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack(capture, step);
        var log = File.ReadAllBytes(EvidenceTree.Audit(root));
        long counted = 0;
        foreach (var part in (double[])[0.2, 0.2, 0.43, 0.71, 1, 1])
        {
            File.WriteAllBytes(EvidenceTree.Audit(root), log[..(int)(log.Length * part)]);
            counted += IntegrityRules(tree.ScanJson(root));
        }

        using var other = new EvidenceTree();
        Assert.Equal(IntegrityRules(other.ScanJson(other.Unpack(capture, step))), counted);
    }

    [Fact]
    public void A_log_that_was_rotated_past_the_place_is_a_gap()
    {
        using var tree = EvidenceTree.CapturedAt("rotation", "before");
        var after = tree.Unpack("rotation", "after");
        foreach (var rotated in Directory.GetFiles(Path.GetDirectoryName(EvidenceTree.Audit(after))!, "audit.log.*"))
            File.Delete(rotated);

        var scan = tree.ScanJson(after);

        Assert.Single(scan.Findings, finding => finding.GetProperty("kind").GetString() == "evidence-gap");
    }

    private static void Breaks(Func<byte[], byte[]> change, string named)
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "after");
        File.WriteAllBytes(EvidenceTree.Ima(root), change(File.ReadAllBytes(EvidenceTree.Ima(root))));

        var verify = Verify(tree, root);
        var scan = tree.ScanJson(root);

        Assert.Equal(2, verify.ExitCode);
        Assert.Equal(2, scan.ExitCode);
        foreach (var run in (RunResult[])[verify, scan])
        {
            var finding = Assert.Single(run.Findings, finding => finding.GetProperty("kind").GetString() == "list-tampered");
            Assert.Contains(named, finding.GetProperty("message").GetString());
            Assert.Equal("critical", finding.GetProperty("severity").GetString());
            Assert.False(Tpm(run).GetProperty("verified").GetBoolean());
        }
    }

    /// <summary>Where an entry of a plain binary list begins and ends; entries count from 1.</summary>
    private static (int Start, int End) Entry(byte[] list, int number)
    {
        var (start, end) = (0, 0);
        for (var i = 0; i < number; i++)
        {
            start = end;
            var name = BinaryPrimitives.ReadInt32LittleEndian(list.AsSpan(start + 24));
            Assert.Equal("ima-sig", Encoding.ASCII.GetString(list, start + 28, name));
            end = start + 28 + name + 4 + BinaryPrimitives.ReadInt32LittleEndian(list.AsSpan(start + 28 + name));
        }
        return (start, end);
    }

    private static RunResult Verify(EvidenceTree tree, string root) =>
        BuiltProgram.Run("verify", "--root", root, "--db", tree.Database, "--format", "json");

    private static JsonElement Tpm(RunResult run) => run.Json.GetProperty("evidence").GetProperty("tpm");

    private static long IntegrityRules(RunResult scan) =>
        scan.Json.GetProperty("evidence").GetProperty("audit").GetProperty("integrityRules").GetInt64();
}
