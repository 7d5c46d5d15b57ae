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
        File.WriteAllText(EvidenceTree.Ima(root, "runtime_measurements_count"), "79\n");

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

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void A_PCR_without_a_value_is_exit_3(string value)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        File.WriteAllText(Path.Combine(root, "sys/class/tpm/tpm0/pcr-sha256/10"), value);

        tree.Scan(root).UnjudgedFor("no PCR value of 32 bytes in hex: ");
        Verify(tree, root).UnjudgedFor("no PCR value of 32 bytes in hex: ");
    }

    [Fact]
    public void A_list_that_lacks_what_the_kernel_counts_is_told()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        Directory.Delete(Path.Combine(root, "sys/class"), recursive: true);
        File.WriteAllText(EvidenceTree.Ima(root, "runtime_measurements_count"), "84\n");

        var scan = tree.ScanJson(root);

        Assert.Contains("the kernel counts 84 entries, and the list has 83: the end of it is missing",
            scan.Json.GetProperty("evidence").GetProperty("ima").GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
    }

    [Fact]
    public void A_policy_can_make_the_audit_log_a_must_and_one_without_news_will_do()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        var policy = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(policy, """{ "require": ["audit"] }""");

        Assert.Equal(0, tree.Scan(root, "--policy", policy).ExitCode);
        Assert.Equal(0, tree.Scan(root, "--policy", policy).ExitCode);

        File.Delete(EvidenceTree.Audit(root));
        tree.Scan(root, "--policy", policy).UnjudgedFor("the policy requires an audit log");
    }

    [Fact]
    public void A_policy_can_make_the_TPM_a_must()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("rocke", "before");
        Directory.Delete(Path.Combine(root, "sys/class"), recursive: true);
        var policy = Path.Combine(tree.Folder, "policy.json");
        File.WriteAllText(policy, """{ "require": ["tpm"] }""");

        tree.Scan(root, "--policy", policy).UnjudgedFor("the policy requires a TPM");
        BuiltProgram.Run("verify", "--root", root, "--db", tree.Database, "--policy", policy).UnjudgedFor("the policy requires a TPM");
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

    [Theory]
    [InlineData("rsa", "the TPM signed the first 52 of 55 entries")]
    [InlineData("ecc", "the TPM signed the first 54 of 55 entries")]
    public void A_list_from_elsewhere_is_judged_by_what_its_TPM_signed(string key, string expected)
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("quote", "quoted");

        var verify = VerifyQuote(tree, root, key, File.ReadAllText(Path.Combine(root, "etc/quote/nonce.hex")).Trim());

        Assert.Equal(0, verify.ExitCode);
        Assert.Contains(expected, verify.Output);
    }

    [Fact]
    public void A_quote_for_another_nonce_may_be_an_old_one()
    {
        using var tree = new EvidenceTree();

        var verify = VerifyQuote(tree, tree.Unpack("quote", "quoted"), "rsa", "00ff");

        Assert.Equal(2, verify.ExitCode);
        Assert.Contains("made for another nonce", verify.Output);
    }

    [Fact]
    public void A_list_that_lost_an_entry_does_not_lead_to_what_was_signed()
    {
        using var tree = new EvidenceTree();
        var root = tree.Unpack("quote", "quoted");
        var list = File.ReadAllBytes(EvidenceTree.Ima(root));
        var (start, end) = Entry(list, 50);
        File.WriteAllBytes(EvidenceTree.Ima(root), [.. list[..start], .. list[end..]]);

        var verify = VerifyQuote(tree, root, "rsa", File.ReadAllText(Path.Combine(root, "etc/quote/nonce.hex")).Trim());

        Assert.Equal(2, verify.ExitCode);
        Assert.Contains("none of 54 entries leads to what the quote covers", verify.Output);
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
        foreach (var number in (int[])[1, 2, 3])
            File.Delete($"{EvidenceTree.Audit(after)}.{number}");

        Assert.Contains("emptied or replaced", Gap(tree.ScanJson(after)));
    }

    [Fact]
    public void A_log_that_is_gone_is_a_gap()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var after = tree.Unpack("rocke", "after");
        File.Delete(EvidenceTree.Audit(after));

        Assert.Contains("is gone", Gap(tree.ScanJson(after)));
    }

    private static string Gap(RunResult scan) =>
        Assert.Single(scan.Findings, finding => finding.GetProperty("kind").GetString() == "evidence-gap").GetProperty("message").GetString()!;

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

    private static RunResult VerifyQuote(EvidenceTree tree, string root, string key, string nonce)
    {
        var folder = Path.Combine(root, "etc/quote");
        return BuiltProgram.Run("verify", "--ima", EvidenceTree.Ima(root), "--db", tree.Database, "--quote", Path.Combine(folder, $"{key}.msg"),
            "--signature", Path.Combine(folder, $"{key}.sig"), "--ak", Path.Combine(folder, $"{key}.pem"), "--nonce", nonce);
    }

    private static RunResult Verify(EvidenceTree tree, string root) =>
        BuiltProgram.Run("verify", "--root", root, "--db", tree.Database, "--format", "json");

    private static JsonElement Tpm(RunResult run) => run.Json.GetProperty("evidence").GetProperty("tpm");

    private static long IntegrityRules(RunResult scan) =>
        scan.Json.GetProperty("evidence").GetProperty("audit").GetProperty("integrityRules").GetInt64();
}
