using System.Text.Json;

namespace IntegrityWatch.EndToEnd;

/// <summary>What a path rule lowers is told all the same, by whom and how bad it is without it.</summary>
public class PathRuleTests
{
    private const string Rules = """
        {"pathRules": [{"id": "web-builds", "paths": ["/tmp/**"], "severity": "low", "message": "built on the web server"},
                       {"id": "by-nobody", "paths": ["/tmp/**"], "users": ["no-such-user"], "severity": "info"}]}
        """;

    [Fact]
    public void A_rule_lowers_its_folder_and_every_form_says_so()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "after");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, Rules);
        var plain = Scan("json", "{}");
        var before = plain.Findings.Where(finding => Text(finding, "path").StartsWith("/tmp/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(before);

        var lowered = Scan("json", Rules);

        Assert.Equal(Ids(plain), Ids(lowered));
        foreach (var finding in before)
        {
            var now = Assert.Single(lowered.Findings, told => Text(told, "id") == Text(finding, "id"));
            var named = Text(finding, "kind") is "suspicious-location" or "new-file" or "altered-file" or "copied-file" or "technique";
            Assert.Equal(named ? ("low", "web-builds") : (Text(finding, "severity"), Text(finding, "rule")), (Text(now, "severity"), Text(now, "rule")));
            Assert.Equal(named ? Text(finding, "severity") : null, named ? Text(now.GetProperty("pathRule"), "otherwise") : null);
        }
        var count = lowered.Json.GetProperty("summary").GetProperty("lowered").GetProperty("web-builds").GetInt32();
        Assert.InRange(count, 1, before.Count);
        var text = Scan("text", Rules).Output;
        Assert.Contains($"lowered by path rules: web-builds {count}\n", text, StringComparison.Ordinal);
        Assert.Contains(lowered.Findings, finding => finding.TryGetProperty("pathRule", out var rule) && Text(rule, "message") == "built on the web server"
            && Text(rule, "madeBy") != "web-builds");
        var page = Scan("html", Rules).Output;
        Assert.Contains("Lowered by path rules", page, StringComparison.Ordinal);
        Assert.Contains("web-builds", page, StringComparison.Ordinal);

        static IEnumerable<string> Ids(RunResult scan) =>
            scan.Findings.Where(finding => Text(finding, "kind") != "evidence-gap").Select(finding => Text(finding, "id")).Order();

        RunResult Scan(string format, string rules)
        {
            File.WriteAllText(policy, rules);
            var database = Path.Combine(tree.Folder, $"{format}{rules.Length}.db");
            File.Copy(tree.Database, database, overwrite: true);
            return BuiltProgram.Run("scan", "--root", root, "--db", database, "--policy", policy, "--format", format);
        }
    }

    [Fact]
    public void A_rule_that_lowers_is_told_as_a_policy_that_judges_less()
    {
        using var tree = EvidenceTree.CapturedAt("rocke", "before");
        var root = tree.Unpack("rocke", "before");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, "{}");
        Assert.Equal(0, tree.ScanJson(root, "--policy", policy).ExitCode);

        File.WriteAllText(policy, Rules);
        var gaps = tree.ScanJson(root, "--policy", policy).Findings.Where(finding => Text(finding, "kind") == "evidence-gap").Select(finding => Text(finding, "message")).ToList();

        Assert.Contains(gaps, gap => gap.Contains($"{policy}: pathRules web-builds lowers what is found there", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("pathRules by-nobody", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no path makes list-tampered any better", "\"kinds\": [\"list-tampered\"], \"severity\": \"low\"")]
    [InlineData("no path makes evidence-gap any better", "\"kinds\": [\"evidence-gap\"], \"severity\": \"low\"")]
    [InlineData("no path makes signature-invalid any better", "\"kinds\": [\"signature-invalid\"], \"severity\": \"low\"")]
    [InlineData("to info only what certain users or parents do", "\"severity\": \"info\"")]
    public void A_rule_that_goes_too_far_is_a_usage_error_that_names_file_and_rule(string why, string rest)
    {
        using var tree = new EvidenceTree();
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, $$"""{"pathRules": [{"id": "mine", "paths": ["/tmp/**"], {{rest}}}]}""");

        var check = BuiltProgram.Run("config", "check", "--policy", policy);

        check.RefusedWith(why);
        Assert.Contains($"{policy}: path rule \"mine\": ", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_explain_names_the_rules_of_a_path_and_what_they_say_of_each_kind()
    {
        using var tree = new EvidenceTree();
        Directory.CreateDirectory(Path.Combine(tree.Folder, "etc"));
        File.WriteAllText(Path.Combine(tree.Folder, "etc/passwd"), "no-such-user:x:7:7\n");
        var policy = Path.Combine(tree.Folder, "mine.json");
        File.WriteAllText(policy, Rules);

        var text = BuiltProgram.Run("config", "explain", "/tmp/build/java", "--root", tree.Folder, "--policy", policy);
        var json = BuiltProgram.Run("config", "explain", "/tmp/build/java", "--root", tree.Folder, "--policy", policy, "--format", "json").Json;

        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("/tmp/build/java\n    locations temporary-folder high: ", text.Output, StringComparison.Ordinal);
        Assert.Contains("    suspicious-location low by web-builds, critical without it; info by by-nobody, users no-such-user\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("    known-bad critical by known-bad\n", text.Output, StringComparison.Ordinal);
        Assert.Equal("/tmp/build/java", Text(json, "path"));
        Assert.Contains(json.GetProperty("rules").EnumerateArray(), rule => (Text(rule, "part"), Text(rule, "id")) == ("masquerades", "system-program"));
        var place = Assert.Single(json.GetProperty("kinds").EnumerateArray(), kind => Text(kind, "kind") == "suspicious-location");
        Assert.Equal(("low", "web-builds", "critical", "by-nobody"),
            (Text(place, "severity"), Text(place, "rule"), Text(place, "otherwise"), Text(place.GetProperty("sometimes")[0], "rule")));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
