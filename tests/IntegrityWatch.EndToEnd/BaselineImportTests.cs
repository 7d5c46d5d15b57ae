namespace IntegrityWatch.EndToEnd;

/// <summary><c>baseline import</c>.</summary>
public class BaselineImportTests
{
    [Fact]
    public void Another_hosts_empty_history_becomes_what_was_exported_and_a_scan_finds_nothing()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var file = tree.Exported();
        using var other = new EvidenceTree();

        var import = other.Import(file);

        Assert.Equal(0, import.ExitCode);
        Assert.Contains("nobody vouches for", import.Error);
        Assert.Contains("imported as generation 1: 37 paths", import.Output);
        var scan = other.ScanJson(other.Unpack("patch-day", "before"));
        Assert.Equal(0, scan.ExitCode);
        Assert.Equal(1, scan.Json.GetProperty("baseline").GetProperty("generation").GetInt32());
        other.ScanJson(other.Unpack("patch-day", "upgraded")).Finding("altered-file", "/usr/bin/openssl");
    }

    [Fact]
    public void A_history_that_was_scanned_before_is_judged_anew()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        tree.Capture(tree.Unpack("patch-day", "upgraded"));
        using var other = EvidenceTree.CapturedAt("patch-day", "before");
        var upgraded = other.Unpack("patch-day", "upgraded");
        other.ScanJson(upgraded).Finding("altered-file", "/usr/bin/openssl");

        other.Import(tree.Exported());

        Assert.Equal(0, other.Scan(upgraded).ExitCode);
        Assert.Contains("reverted-file", other.Scan(other.Unpack("patch-day", "downgraded")).Output);
    }

    [Fact]
    public void What_the_log_tells_of_from_before_the_import_is_low_and_an_old_version_that_comes_back_is_not()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var upgraded = tree.Unpack("patch-day", "upgraded");
        tree.Capture(upgraded);
        var file = Path.Combine(tree.Folder, "host.json");
        BuiltProgram.Run("baseline", "export", "--output", file, "--db", tree.Database);
        using var rebuilt = new EvidenceTree();
        BuiltProgram.Run("baseline", "import", file, "--yes", "--db", rebuilt.Database);

        Assert.Equal("low", rebuilt.ScanJson(upgraded).Finding("reverted-file", "/usr/bin/openssl").GetProperty("severity").GetString());

        Assert.Equal("high", rebuilt.ScanJson(tree.Unpack("patch-day", "downgraded"))
            .Finding("reverted-file", "/usr/bin/openssl").GetProperty("severity").GetString());
    }

    [Fact]
    public void What_was_superseded_is_still_known_after_a_rebuild()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        tree.Capture(tree.Unpack("patch-day", "upgraded"));
        using var rebuilt = new EvidenceTree();
        rebuilt.Import(tree.Exported());

        var scan = rebuilt.ScanJson(rebuilt.Unpack("patch-day", "downgraded"));

        scan.Finding("reverted-file", "/usr/bin/openssl");
        Assert.Equal(0, BuiltProgram.Run("baseline", "verify", "--db", rebuilt.Database).ExitCode);
    }

    [Fact]
    public void An_edited_line_is_refused_and_nothing_changes()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var file = tree.Exported();
        var text = File.ReadAllText(file);
        var at = text.IndexOf("sha256:", StringComparison.Ordinal) + "sha256:".Length;
        File.WriteAllText(file, $"{text[..at]}{(text[at] == '0' ? '1' : '0')}{text[(at + 1)..]}");
        using var other = new EvidenceTree();

        other.Import(file).RefusedWith($"baseline was edited: {file}: its content is not what its digest says");
        var verify = BuiltProgram.Run("baseline", "verify", file);

        Assert.Empty(EvidenceTree.FilesBeside(other.Database));
        Assert.Equal(2, verify.ExitCode);
        Assert.Contains("its content is not what its digest says", verify.Output);
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ec")]
    public void A_signature_that_openssl_made_is_accepted_and_one_with_a_bit_flipped_is_not(string kind)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = tree.Exported();
        var keys = OpenSsl.KeyPair(tree.Folder, kind);
        OpenSsl.Run("dgst", "-sha256", "-sign", keys.Private, "-out", file + ".sig", file);
        using var other = new EvidenceTree();
        var signature = File.ReadAllBytes(file + ".sig");
        var flipped = (byte[])signature.Clone();
        flipped[^1] ^= 1;
        File.WriteAllBytes(file + ".sig", flipped);

        other.Import(file, "--key", keys.Public).RefusedWith("signature is not of this file and this key: ");
        Assert.Equal(2, BuiltProgram.Run("baseline", "verify", file, "--key", keys.Public).ExitCode);
        Assert.Empty(EvidenceTree.FilesBeside(other.Database));

        var named = Path.Combine(tree.Folder, "named.sig");
        File.WriteAllBytes(named, signature);
        var import = other.Import(file, "--key", keys.Public, "--signature", named);
        Assert.Equal((0, ""), (import.ExitCode, import.Error));
    }

    [Fact]
    public void A_key_demands_a_signature_of_its_own()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = tree.Exported();
        var (mine, other) = (OpenSsl.KeyPair(tree.Folder, "rsa"), OpenSsl.KeyPair(tree.Folder, "ec"));

        tree.Import(file, "--key", mine.Public).RefusedWith($"no such signature: {file}.sig");
        OpenSsl.Run("dgst", "-sha256", "-sign", other.Private, "-out", file + ".sig", file);
        tree.Import(file, "--key", mine.Public).RefusedWith("signature is not of this file and this key");
        tree.Import(file, "--key", mine.Private).RefusedWith("only a private key is there");
        Assert.Single(tree.Generations());
    }

    [Fact]
    public void Nobody_to_ask_and_no_yes_approves_nothing_and_a_dry_run_only_shows()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = tree.Exported();
        using var other = new EvidenceTree();

        var asked = BuiltProgram.Run("baseline", "import", file, "--db", other.Database);
        var shown = BuiltProgram.Run("baseline", "import", file, "--dry-run", "--db", other.Database);

        Assert.Equal(3, asked.ExitCode);
        Assert.Contains("nobody is here to be asked", asked.Error);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("approve    /usr/bin/ps sha256:", shown.Output);
        Assert.Empty(EvidenceTree.FilesBeside(other.Database));
    }

    [Fact]
    public void An_import_says_where_it_comes_from()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = tree.Exported();

        tree.Import(file);
        var named = tree.Import(file, "--name", "golden", "--reason", "from the reference host", "--format", "json");

        Assert.True(named.Json.GetProperty("imported").GetBoolean());
        Assert.Equal(["-", "imported from web01 generation 1", "from the reference host"],
            tree.Generations().Select(generation => generation.GetProperty("reason").GetString() ?? "-"));
        Assert.Equal("golden", tree.Generations()[2].GetProperty("name").GetString());
        Assert.Equal(["capture", "import", "import"], tree.Generations().Select(generation => generation.GetProperty("origin").GetString()!));
    }

    [Fact]
    public void Hostile_names_arrive_byte_for_byte()
    {
        using var tree = EvidenceTree.CapturedAt("names", "after");
        var file = tree.Exported();
        using var other = new EvidenceTree();
        other.Import(file);

        var lines = Paths(file);

        Assert.Equal(lines, Paths(other.Exported()));
        Assert.Contains(lines, line => line.Contains("\"pathBase64\":", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/opt/names/line\\u000abreak", StringComparison.Ordinal));
        // What a capture leaves out as suspicious, an import does not know either.
        Assert.Equal(Found(tree), Found(other));

        static IEnumerable<string> Found(EvidenceTree host) =>
            host.ScanJson(host.Unpack("names", "after")).Findings.Select(finding => finding.GetProperty("path").GetString()!).Distinct().Order();
    }

    [Fact]
    public void A_keylime_policy_comes_back_and_the_host_is_as_it_says()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var file = Path.Combine(tree.Folder, "policy.json");
        tree.Export(file, "--as", "keylime");
        using var other = new EvidenceTree();
        var keys = OpenSsl.KeyPair(tree.Folder, "rsa");
        OpenSsl.Run("dgst", "-sha256", "-sign", keys.Private, "-out", file + ".sig", file);

        var import = other.Import(file, "--as", "keylime", "--key", keys.Public);

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.Equal(0, other.Scan(other.Unpack("patch-day", "before")).ExitCode);
        var again = Path.Combine(tree.Folder, "again.json");
        other.Export(again, "--as", "keylime");
        Assert.Equal(WithoutTime(file), WithoutTime(again));
    }

    [Fact]
    public void What_is_no_baseline_is_named()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = tree.Exported();
        var policy = Path.Combine(tree.Folder, "policy.json");
        tree.Export(policy, "--as", "keylime");
        var empty = Path.Combine(tree.Folder, "empty");
        File.WriteAllBytes(empty, []);

        tree.Import(tree.Folder).RefusedWith("not a baseline but a folder: ");
        tree.Import("/no/such").RefusedWith("no such baseline: /no/such");
        tree.Import("/dev/zero").RefusedWith("not a baseline but a device: /dev/zero");
        tree.Import(empty).RefusedWith("not a baseline, it is empty: ");
        tree.Import(tree.Database).RefusedWith("not an exported baseline but a history: ");
        tree.Import(policy).RefusedWith("not an integritywatch baseline but a keylime policy: ");
        tree.Import(BuiltProgram.Path).RefusedWith("not an integritywatch baseline: ");
        tree.Import(file, "--as", "keylime").RefusedWith("not a keylime policy but an integritywatch baseline: ");
        tree.Import(empty, "--as", "keylime").RefusedWith("not a keylime policy: ");
        Assert.Single(tree.Generations());
    }

    private static string[] Paths(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith("{\"path\"", StringComparison.Ordinal))];

    private static IEnumerable<string> WithoutTime(string policy) =>
        File.ReadLines(policy).Where(line => !line.Contains("\"timestamp\"", StringComparison.Ordinal));
}
