namespace IntegrityWatch.EndToEnd;

/// <summary><c>baseline list</c>, <c>show</c>, <c>diff</c> and <c>verify</c> of a history.</summary>
public class BaselineGenerationsTests
{
    [Fact]
    public void Every_generation_is_listed_in_one_line()
    {
        using var tree = PatchDay();

        var list = BuiltProgram.Run("baseline", "list", "--db", tree.Database);

        var lines = list.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches("^  1  capture     20[0-9-]+ [0-9:]+Z  [0-9a-f]{12}  37 paths  by [^ ]+$", lines[0]);
        Assert.EndsWith("  patched  \"openssl update\"", lines[1]);
        Assert.All(tree.Generations(), generation => Assert.Equal(64, generation.GetProperty("chain").GetString()!.Length));
    }

    [Fact]
    public void One_generation_is_shown_with_every_path_and_digest_in_a_line()
    {
        using var tree = PatchDay();

        var latest = BuiltProgram.Run("baseline", "show", "--db", tree.Database);
        var first = BuiltProgram.Run("baseline", "show", "1", "--quiet", "--db", tree.Database);
        var json = BuiltProgram.Run("baseline", "show", "2", "--format", "json", "--db", tree.Database).Json;

        Assert.Contains("37 digests approved, 0 beside them, 4 superseded; 172 packages", latest.Output);
        var lines = first.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(37, lines.Length);
        Assert.All(lines, line => Assert.Matches("^/[^ ]+ sha256:[0-9a-f]{64}$", line));
        Assert.Equal(4, json.GetProperty("counts").GetProperty("superseded").GetInt32());
        Assert.Equal("patched", json.GetProperty("generation").GetProperty("name").GetString());
    }

    [Fact]
    public void The_difference_of_patch_day_leads_with_the_package()
    {
        using var tree = PatchDay();

        var diff = BuiltProgram.Run("baseline", "diff", "--db", tree.Database);
        var json = BuiltProgram.Run("baseline", "diff", "1", "2", "--format", "json", "--db", tree.Database).Json;

        Assert.Equal(0, diff.ExitCode);
        var lines = diff.Output.TrimEnd('\n').Split('\n');
        Assert.Contains("package openssl 3.0.17-1~deb12u2 -> 3.0.22-1~deb12u2", lines);
        Assert.StartsWith("package ", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("changed /usr/bin/openssl sha256:", StringComparison.Ordinal));
        Assert.Equal(lines.Length, json.GetProperty("packages").GetArrayLength() + json.GetProperty("changes").GetArrayLength());
    }

    [Fact]
    public void A_generation_an_export_and_the_host_as_it_was_last_seen_are_compared_alike()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");
        var file = tree.Exported();
        Assert.Empty(BuiltProgram.Run("baseline", "diff", file, "1", "--db", tree.Database).Output);
        Assert.Empty(BuiltProgram.Run("baseline", "diff", "1", "now", "--db", tree.Database).Output);

        tree.Scan(tree.Unpack("patch-day", "upgraded"));
        var now = BuiltProgram.Run("baseline", "diff", file, "now", "--db", tree.Database);
        var back = BuiltProgram.Run("baseline", "diff", "now", "1", "--db", tree.Database);

        Assert.Contains("changed /usr/bin/openssl sha256:", now.Output);
        Assert.Equal(now.Output.Split('\n').Length, back.Output.Split('\n').Length);
    }

    [Fact]
    public void Every_generation_is_verified()
    {
        using var tree = PatchDay();

        var verify = BuiltProgram.Run("baseline", "verify", "--db", tree.Database);
        var json = BuiltProgram.Run("baseline", "verify", "--format", "json", "--db", tree.Database);

        Assert.Equal(0, verify.ExitCode);
        Assert.Matches("^generation 1: as it was made, chain [0-9a-f]{12}\ngeneration 2: as it was made, chain [0-9a-f]{12}\n$", verify.Output);
        Assert.All(json.Json.GetProperty("generations").EnumerateArray(), generation => Assert.True(generation.GetProperty("verified").GetBoolean()));
        Assert.Equal("OK", json.Json.GetProperty("exit").GetProperty("status").GetString());
    }

    [Fact]
    public void What_cannot_be_checked_is_not_verified()
    {
        using var tree = new EvidenceTree();
        BuiltProgram.Run("baseline", "verify", "--db", tree.Database).RefusedWith("no history at");
        tree.Scan(tree.Unpack("rocke", "before"));
        BuiltProgram.Run("baseline", "verify", "--db", tree.Database).RefusedWith("nothing has been captured yet");
        BuiltProgram.Run("baseline", "verify", "/no/such", "--db", tree.Database).RefusedWith("no such baseline: /no/such");
        BuiltProgram.Run("baseline", "verify", "--key", "key", "--db", tree.Database).RefusedWith("--key goes with a FILE");
    }

    private static EvidenceTree PatchDay()
    {
        var tree = EvidenceTree.CapturedAt("patch-day", "before");
        tree.Capture(tree.Unpack("patch-day", "upgraded"), "--name", "patched", "--reason", "openssl update");
        return tree;
    }
}
