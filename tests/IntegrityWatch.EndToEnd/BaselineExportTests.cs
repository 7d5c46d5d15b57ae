namespace IntegrityWatch.EndToEnd;

/// <summary><c>baseline export</c>, and what anybody can make of it without this program.</summary>
public class BaselineExportTests
{
    [Fact]
    public void The_same_generation_is_the_same_bytes_every_time()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var (first, second) = (Path.Combine(tree.Folder, "first"), Path.Combine(tree.Folder, "second"));

        Assert.Equal(0, tree.Export(first).ExitCode);
        tree.Scan(tree.Unpack("patch-day", "upgraded"));
        Assert.Equal(0, tree.Export(second).ExitCode);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal(File.ReadAllText(first), BuiltProgram.Run("baseline", "export", "--db", tree.Database).Output);
    }

    [Fact]
    public void An_earlier_generation_is_exported_as_it_was_then()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var (before, after) = (Path.Combine(tree.Folder, "before"), Path.Combine(tree.Folder, "after"));
        tree.Export(before);
        tree.Capture(tree.Unpack("patch-day", "upgraded"));

        tree.Export(after, "--generation", "1");

        Assert.Equal(File.ReadAllBytes(before), File.ReadAllBytes(after));
    }

    [Fact]
    public void The_content_digest_can_be_worked_out_with_sed_and_sha256sum()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var file = Path.Combine(tree.Folder, "baseline.json");
        tree.Export(file);

        var digest = OpenSsl.Shell($"sed -n 's/,$//; /^{{\"pa/p' '{file}' | sha256sum").Split(' ')[0];

        Assert.Contains($"\"content\":\"{digest}\"", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ec")]
    public void A_signature_is_verified_by_openssl_alone(string kind)
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var file = Path.Combine(tree.Folder, "baseline.json");
        var keys = OpenSsl.KeyPair(tree.Folder, kind);

        var export = tree.Export(file, "--sign", keys.Private);

        Assert.Equal((0, "", ""), (export.ExitCode, export.Output, export.Error));
        Assert.Equal("Verified OK\n", OpenSsl.Run("dgst", "-sha256", "-verify", keys.Public, "-signature", file + ".sig", file));
        Assert.Equal(0, BuiltProgram.Run("baseline", "verify", file, "--key", keys.Public).ExitCode);
    }

    [Fact]
    public void Keys_that_cannot_sign_are_refused_and_nothing_is_written()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var keys = OpenSsl.KeyPair(tree.Folder, "rsa");
        var encrypted = Path.Combine(tree.Folder, "encrypted.pem");
        OpenSsl.Run("pkey", "-in", keys.Private, "-aes256", "-passout", "pass:password", "-out", encrypted);
        var file = Path.Combine(tree.Folder, "baseline.json");

        tree.Export(file, "--sign", encrypted).RefusedWith("private key is encrypted");
        tree.Export(file, "--sign", keys.Public).RefusedWith("not a private key in PEM");
        tree.Export(file, "--sign", "/no/such").RefusedWith("no such private key: /no/such");
        BuiltProgram.Run("baseline", "export", "--sign", keys.Private, "--db", tree.Database).RefusedWith("--sign goes with --output");

        Assert.False(File.Exists(file));
        Assert.False(File.Exists(file + ".sig"));
    }

    [Fact]
    public void A_generation_that_is_not_there_is_refused()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        BuiltProgram.Run("baseline", "export", "--generation", "7", "--db", tree.Database).RefusedWith("no such generation: 7");
        BuiltProgram.Run("baseline", "show", "7", "--db", tree.Database).RefusedWith("no such generation: 7");
        BuiltProgram.Run("baseline", "diff", "--db", tree.Database).RefusedWith("there is one generation");
    }

    [Fact]
    public void A_keylime_policy_tells_what_it_cannot_hold()
    {
        using var tree = EvidenceTree.CapturedAt("names", "after");

        var export = BuiltProgram.Run("baseline", "export", "--as", "keylime", "--db", tree.Database);

        Assert.Equal(0, export.ExitCode);
        Assert.Contains("digests that a keylime policy cannot hold, left out: ", export.Error);
        var digests = export.Json.GetProperty("digests");
        Assert.True(digests.TryGetProperty("/opt/names/my_tool", out _));
        Assert.False(digests.TryGetProperty("/opt/names/my tool", out _));
    }
}
