namespace IntegrityWatch.EndToEnd;

/// <summary>The baseline in baselines/, made from Debian's archive.</summary>
public class ShippedBaselineTests
{
    private static string Shipped => Path.Combine(Repository.Folder, "baselines", "debian-12-minbase.json");

    [Fact]
    public void It_is_as_it_was_made() =>
        Assert.Equal(0, BuiltProgram.Run("baseline", "verify", Shipped).ExitCode);

    [Fact]
    public void A_host_can_be_compared_with_it()
    {
        using var tree = EvidenceTree.CapturedAt("patch-day", "before");

        var diff = BuiltProgram.Run("baseline", "diff", Shipped, "now", "--db", tree.Database);

        Assert.Equal(0, diff.ExitCode);
        Assert.Contains("added /usr/bin/openssl sha256:", diff.Output);
        // The captured host is a Debian 12 too: what it ran of the same packages is the same.
        Assert.DoesNotContain("changed /usr/bin/bash ", diff.Output);
    }

    [Fact]
    public void A_host_that_never_saw_a_baseline_can_take_it()
    {
        using var tree = new EvidenceTree();

        Assert.Equal(0, BuiltProgram.Run("baseline", "import", Shipped, "--yes", "--db", tree.Database).ExitCode);

        var scan = tree.ScanJson(tree.Unpack("patch-day", "before"));
        Assert.DoesNotContain(scan.Findings, finding => finding.GetProperty("path").GetString() == "/usr/bin/bash");
        Assert.Equal("debian-12-minbase", scan.Json.GetProperty("baseline").GetProperty("name").GetString());
    }
}
