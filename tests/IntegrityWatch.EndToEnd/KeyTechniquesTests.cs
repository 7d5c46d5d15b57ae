using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>Audit rules that a site already has tell of techniques without being rewritten.</summary>
public class KeyTechniquesTests
{
    [Theory]
    [InlineData("actions", "/etc/sudoers", "{}", "T1548.003", "medium", "sudo-rule")]
    [InlineData("identity", "/etc/passwd", "{}", "T1136.001,T1098.007", "info", "technique")]
    [InlineData("site-web", "/var/www/x.php", "{\"keyTechniques\": {\"site-*\": [\"T1505.003\"]}}", "T1505.003", "info", "technique")]
    [InlineData("site-preload", "/etc/ld.so.preload", "{\"keyTechniques\": {\"site-*\": [\"T1574.006\"]}}", "T1574.006", "high", "preloaded-library")]
    [InlineData("T1140-site-x", "/usr/bin/curl", "{\"keyTechniques\": {\"*site-*\": [\"T1574.006\"]}}", "T1140", "info", "technique")]
    [InlineData("actions", "/etc/sudoers", "{\"keyTechniques\": {\"actions\": []}}", "", "", "")]
    [InlineData("site-odd", "/etc/x", "{}", "", "", "")]
    public void A_key_that_the_policy_knows_makes_a_technique_event(string key, string path, string policy, string ids, string severity, string rule)
    {
        using var tree = new EvidenceTree();
        var log = Path.Combine(tree.Folder, "audit.log");
        File.WriteAllText(log, Event(key, path));
        var mine = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(mine, policy);

        var scan = BuiltProgram.Run("scan", "--root", tree.Folder, "--db", tree.Database, "--no-ima", "--audit", log, "--policy", mine, "--format", "json");

        var told = scan.Findings.Where(finding => finding.GetProperty("kind").GetString() == "technique").ToList();
        Assert.Equal(ids, string.Join(',', told.Select(finding => finding.GetProperty("techniques")[0].GetProperty("id").GetString()).OrderDescending()));
        Assert.All(told, finding => Assert.Equal((severity, rule, path), (Text(finding, "severity"), Text(finding, "rule"), Text(finding, "path"))));
    }

    [Fact]
    public void A_technique_that_nobody_knows_is_a_usage_error_that_names_file_key_and_the_nearest()
    {
        using var tree = new EvidenceTree();
        var mine = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(mine, "{\"keyTechniques\": {\"site-*\": [\"T1548.03\"]}}");

        var check = BuiltProgram.Run("config", "check", "--policy", mine);

        Assert.Equal(3, check.ExitCode);
        Assert.Contains($"{mine}: keyTechniques: \"site-*\": ", check.Output + check.Error, StringComparison.Ordinal);
        Assert.Contains("the nearest is \"T1548.0", check.Output + check.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "missed")]
    [InlineData("{\"keyTechniques\": {\"site-pam\": [\"T1556.003\"]}}", "partly")]
    public void Rules_check_counts_what_the_policy_says_of_keys(string policy, string state)
    {
        using var tree = new EvidenceTree();
        var (rules, mine) = (Path.Combine(tree.Folder, "site.rules"), Path.Combine(tree.Folder, "mine.json"));
        File.WriteAllText(rules, "-i\n-w /etc/pam.d -p wa -k site-pam\n");
        File.WriteAllText(mine, policy);

        var check = BuiltProgram.Run("rules", "check", rules, "--policy", mine, "--format", "json");

        var pam = Assert.Single(check.Json.GetProperty("techniques").EnumerateArray(), technique => Text(technique, "id") == "T1556.003");
        Assert.Equal(state == "missed" ? "recorded, without a key that names the technique" : null,
            pam.GetProperty("missing").EnumerateArray().Select(missing => missing.GetString()!).Where(missing => missing.Contains("pam.d", StringComparison.Ordinal))
                .Select(missing => missing.Split(": ")[^1]).FirstOrDefault());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Event(string key, string path) => string.Concat(new[]
    {
        $"type=SYSCALL msg=audit(1740816000.000:10): arch=c000003e syscall=257 success=yes exit=3 a0=1 a1=2 a2=3 a3=4 items=1 ppid=1 pid=2 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm=\"vi\" exe=\"/usr/bin/vi\" subj=unconfined key=\"{key}\"",
        "type=CWD msg=audit(1740816000.000:10): cwd=\"/\"",
        $"type=PATH msg=audit(1740816000.000:10): item=0 name=\"{path}\" inode=1 dev=fe:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL",
        "type=EOE msg=audit(1740816000.000:10): ",
        "type=SYSCALL msg=audit(1740816060.000:11): arch=c000003e syscall=257 success=yes exit=3 a0=1 a1=2 a2=3 a3=4 items=0 ppid=1 pid=2 auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=1 comm=\"vi\" exe=\"/usr/bin/vi\" subj=unconfined key=(null)",
    }.Select(line => line + "\n"));
}
