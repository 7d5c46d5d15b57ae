using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Policies;

/// <summary>
/// What the shipped policy says of each place, name and technique that it knows: shipped-rules.tsv, a question and its answer a line. With
/// INTEGRITYWATCH_REWRITE=1 the answers are written anew, to be read in the difference.
/// </summary>
public sealed class ShippedRulesTests
{
    private static readonly string Table = Path.Combine(Captures.Repository(), "tests/IntegrityWatch.Tests/Detection/Policies/shipped-rules.tsv");

    private static readonly string Shipped = Path.Combine(Captures.Repository(), "policies/default.json");

    [Fact]
    public void The_shipped_policy_says_of_each_what_users_are_told()
    {
        var told = Answers(PolicyLoader.Load([]));
        if (Environment.GetEnvironmentVariable("INTEGRITYWATCH_REWRITE") == "1")
            File.WriteAllLines(Table, told);

        Assert.Equal(File.ReadAllLines(Table), told);
    }

    /// <summary>Each severity, and each value of a list: were it another, or gone, an answer would be another.</summary>
    [Theory]
    [InlineData("locations")]
    [InlineData("masquerades")]
    [InlineData("techniqueRules")]
    public void Every_value_of_a_shipped_rule_decides_something(string section)
    {
        using var folder = new TemporaryFolder();
        var told = Answers(PolicyLoader.Load([]));
        foreach (var rule in JsonNode.Parse(File.ReadAllText(Shipped))![section]!.AsArray())
            foreach (var (value, changed) in Changes(rule!.AsObject()))
            {
                var file = folder.Write("policy.json", new JsonObject { ["name"] = "changed", [section] = new JsonArray(changed) }.ToJsonString());

                Assert.False(told.SequenceEqual(Answers(PolicyLoader.Load([file]))), $"{section} {rule["id"]}: nothing notices {value}");
            }
    }

    [Fact]
    public void Every_kinds_severity_decides_something()
    {
        using var folder = new TemporaryFolder();
        var told = Answers(PolicyLoader.Load([]));
        foreach (var (kind, rule) in JsonNode.Parse(File.ReadAllText(Shipped))!["kinds"]!.AsObject())
        {
            var other = (string)rule!["severity"]! == "medium" ? "high" : "medium";
            var file = folder.Write("policy.json", $$"""{ "name": "changed", "kinds": { "{{kind}}": { "severity": "{{other}}" } } }""");

            Assert.False(told.SequenceEqual(Answers(PolicyLoader.Load([file]))), kind);
        }
    }

    private static IEnumerable<(string Value, JsonObject Rule)> Changes(JsonObject rule)
    {
        var severity = rule.DeepClone().AsObject();
        severity["severity"] = (string)rule["severity"]! == "medium" ? "high" : "medium";
        yield return ($"another severity than {rule["severity"]}", severity);
        foreach (var (key, values) in rule)
            for (var at = 0; key != "techniques" && values is JsonArray list && at < list.Count; at++)
            {
                var changed = rule.DeepClone().AsObject();
                changed[key]!.AsArray().RemoveAt(at);
                // An empty list of paths or users would mean all of them.
                if (list.Count == 1 && key is "paths" or "effectiveUsers")
                    changed[key] = key == "paths" ? new JsonArray("/nowhere") : new JsonArray(77_777);
                yield return ($"that {key} lacks {list[at]}", changed);
            }
    }

    private static List<string> Answers(Policy policy) => [.. File.ReadLines(Table).Select(line =>
    {
        var question = line.Split("\t=\t")[0];
        return $"{question}\t=\t{Answer(policy, [.. question.Split('\t').Select(Regex.Unescape)])}";
    })];

    private static string Answer(Policy policy, string[] question) => question switch
    {
        ["kind", var kind] => policy.For(FindingKindNames.Parse(kind)!.Value).Severity.ToString().ToLowerInvariant(),
        ["place", var path, var user] => Said(policy.Locations.Where(rule => rule.Applies(HostPath.Of(path), Some.Process() with { Euid = uint.Parse(user) }))
            .Select(rule => (rule.Id, rule.Severity))),
        ["name", var name] => Said(policy.Masquerades.Where(rule => rule.Applies(HostPath.Of("/tmp/" + name))).Select(rule => (rule.Id, rule.Severity))),
        ["technique", var technique, var path, var program, var command] => Said(policy.TechniqueRules
            .Where(rule => rule.Applies(technique, HostPath.Of(path)) && !rule.IsExcepted(HostPath.Of(program))
                && !(program == path && rule.IsExceptedCommand(command == "-" ? null : command)))
            .Select(rule => (rule.Id, rule.Severity))),
        ["writable", var path] => policy.UserWritable.Matches(HostPath.Of(path).Bytes) ? "yes" : "no",
        _ => throw new InvalidDataException(string.Join(' ', question)),
    };

    private static string Said(IEnumerable<(string Id, Severity Severity)> rules) =>
        string.Join(", ", rules.Select(rule => $"{rule.Id} {rule.Severity.ToString().ToLowerInvariant()}").DefaultIfEmpty("nothing"));
}
