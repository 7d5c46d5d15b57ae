namespace IntegrityWatch.EndToEnd;

/// <summary>The layer of <c>--format navigator</c>.</summary>
public class NavigatorTests
{
    [Fact]
    public void The_techniques_of_an_intrusion_are_a_layer()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");

        var scan = tree.Scan(tree.Unpack("rocke", "after"), "--format", "navigator");
        var findings = BuiltProgram.Run("findings", "--db", tree.Database, "--format", "navigator");

        Assert.Equal((2, 2), (scan.ExitCode, findings.ExitCode));
        foreach (var layer in new[] { scan.Json, findings.Json })
        {
            Assert.Equal("4.5", layer.GetProperty("versions").GetProperty("layer").GetString());
            Assert.Equal("enterprise-attack", layer.GetProperty("domain").GetString());
            var masquerading = Assert.Single(layer.GetProperty("techniques").EnumerateArray(),
                technique => technique.GetProperty("techniqueID").GetString() == "T1036.005");
            Assert.Equal("defense-evasion", masquerading.GetProperty("tactic").GetString());
            Assert.Equal(100, masquerading.GetProperty("score").GetInt32());
            Assert.Contains("critical suspicious-location /tmp/java", masquerading.GetProperty("comment").GetString()!.Split('\n'));
        }
    }

    [Fact]
    public void A_form_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var scan = BuiltProgram.Run("scan", "--format", "pdf");

        scan.RefusedWith("'pdf'");
        Assert.Contains("'html'", scan.Error);
        Assert.DoesNotContain("'html'", BuiltProgram.Run("history", "/x", "--format", "pdf").Error);
    }
}
