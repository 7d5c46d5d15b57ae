namespace IntegrityWatch.EndToEnd;

/// <summary>Who can change the policy can hide what he does: that it judges less is told, and stays told.</summary>
public class PolicyWatchTests
{
    [Fact]
    public void A_rule_that_is_lowered_is_told_by_file_and_rule_until_somebody_accepts_it()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, "{\"kinds\": {\"new-file\": {\"severity\": \"high\"}}}");
        Assert.Empty(Gaps(tree.ScanJson(root, "--policy", policy)));

        File.WriteAllText(policy, "{\"kinds\": {\"new-file\": {\"severity\": \"low\"}}}");
        var told = Assert.Single(Gaps(tree.ScanJson(root, "--policy", policy)));
        var again = Assert.Single(Gaps(tree.ScanJson(root, "--policy", policy)));

        Assert.Equal("medium", told.GetProperty("severity").GetString());
        Assert.Contains($"{policy}: kinds new-file is lower", told.GetProperty("message").GetString());
        Assert.Equal(told.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(0, BuiltProgram.Run("accept", told.GetProperty("id").GetString()!, "--reason", "meant so", "--db", tree.Database).ExitCode);
        Assert.Empty(Gaps(tree.ScanJson(root, "--policy", policy)));
    }

    [Fact]
    public void A_stricter_policy_is_not_told()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, "{\"maxScanAge\": \"2h\", \"kinds\": {\"new-file\": {\"severity\": \"high\"}}}");

        Assert.Empty(Gaps(tree.ScanJson(root, "--policy", policy)));
    }

    private static IReadOnlyList<System.Text.Json.JsonElement> Gaps(RunResult scan) =>
        [.. scan.Findings.Where(finding => finding.GetProperty("kind").GetString() == "evidence-gap")];
}
