using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Navigator;

namespace IntegrityWatch.Tests.Reporting.Navigator;

/// <summary>Layer format 4.5, as layers/spec/v4.5/layerformat.md of the Navigator says it.</summary>
public class NavigatorLayerTests
{
    private static readonly Technique Masquerading = new("T1036", "Masquerading", ["defense-evasion"]);
    private static readonly Technique SameName = new("T1036.005", "Match Legitimate Name", ["defense-evasion"]);
    private static readonly Technique Cron = new("T1053.003", "Cron", ["execution", "persistence"]);

    [Fact]
    public void A_layer_has_what_the_format_requires_and_nothing_that_it_does_not_know()
    {
        var layer = Layer(Found(Severity.Critical, Masquerading, SameName, Cron));

        Assert.Equal(["name", "versions", "domain", "description", "filters", "sorting", "layout", "hideDisabled", "techniques", "gradient",
            "legendItems", "metadata"], Names(layer));
        Assert.Equal("enterprise-attack", layer.GetProperty("domain").GetString());
        var versions = layer.GetProperty("versions");
        Assert.Equal("4.5", versions.GetProperty("layer").GetString());
        Assert.True(Version.Parse(versions.GetProperty("navigator").GetString()!) >= new Version(4, 9, 0));
        Assert.InRange(layer.GetProperty("sorting").GetInt32(), 0, 3);
        Assert.Contains(layer.GetProperty("layout").GetProperty("layout").GetString(), new[] { "side", "flat", "mini" });
        var gradient = layer.GetProperty("gradient");
        Assert.True(gradient.GetProperty("maxValue").GetInt32() > gradient.GetProperty("minValue").GetInt32());
        Assert.All(gradient.GetProperty("colors").EnumerateArray(), colour => Assert.Matches("^#[0-9a-f]{6}$", colour.GetString()));
        Assert.All(Techniques(layer), technique => Assert.Empty(Names(technique).Except(
            ["techniqueID", "tactic", "comment", "enabled", "score", "metadata", "showSubtechniques"])));
        Assert.All(Techniques(layer).Append(layer).Where(part => part.TryGetProperty("metadata", out _))
            .SelectMany(part => part.GetProperty("metadata").EnumerateArray()), pair =>
        {
            Assert.NotEmpty(pair.GetProperty("name").GetString()!);
            Assert.NotEmpty(pair.GetProperty("value").GetString()!);
        });
    }

    [Fact]
    public void The_legend_bears_the_colours_that_the_gradient_gives_to_the_scores()
    {
        var layer = Layer();

        Assert.Equal(layer.GetProperty("gradient").GetProperty("colors").EnumerateArray().Select(colour => colour.GetString()),
            layer.GetProperty("legendItems").EnumerateArray().Select(item => item.GetProperty("color").GetString()));
        Assert.Equal(["info", "low", "medium", "high", "critical"],
            layer.GetProperty("legendItems").EnumerateArray().Select(item => item.GetProperty("label").GetString()));
    }

    [Theory]
    [InlineData(Severity.Info, 20)]
    [InlineData(Severity.Low, 40)]
    [InlineData(Severity.Medium, 60)]
    [InlineData(Severity.High, 80)]
    [InlineData(Severity.Critical, 100)]
    public void A_technique_is_scored_by_its_worst_finding(Severity worst, int score)
    {
        var layer = Layer(Found(Severity.Info, Masquerading), Found(worst, Masquerading), Found(Severity.Info, Masquerading));

        Assert.Equal(score, Assert.Single(Techniques(layer)).GetProperty("score").GetInt32());
    }

    [Fact]
    public void A_technique_stands_once_under_each_of_its_tactics_and_its_parent_is_opened_there()
    {
        var layer = Layer(Found(Severity.High, Cron), Found(Severity.Low, Cron));

        Assert.Equal(
            [("T1053", "execution", false, true), ("T1053", "persistence", false, true), ("T1053.003", "execution", true, false), ("T1053.003", "persistence", true, false)],
            Techniques(layer).Select(technique => (technique.GetProperty("techniqueID").GetString()!, technique.GetProperty("tactic").GetString()!,
                technique.TryGetProperty("score", out _), technique.TryGetProperty("showSubtechniques", out _))));
    }

    [Fact]
    public void A_parent_that_was_found_too_keeps_its_score_and_is_opened()
    {
        var parent = Techniques(Layer(Found(Severity.High, Masquerading), Found(Severity.Low, SameName)))[0];

        Assert.Equal(("T1036", 80, true), (parent.GetProperty("techniqueID").GetString(), parent.GetProperty("score").GetInt32(),
            parent.GetProperty("showSubtechniques").GetBoolean()));
    }

    [Fact]
    public void A_technique_of_which_no_tactic_is_known_is_annotated_wherever_it_belongs()
    {
        var technique = Assert.Single(Techniques(Layer(Found(Severity.High, new Technique("T9999", "T9999", [])))));

        Assert.False(technique.TryGetProperty("tactic", out _));
        Assert.Equal(80, technique.GetProperty("score").GetInt32());
    }

    [Theory]
    [InlineData("SITE-1")]
    [InlineData("T1036.5")]
    [InlineData("T10360")]
    [InlineData("T1036\n")]
    public void What_is_no_technique_of_ATTACK_is_left_out(string id)
    {
        Assert.Empty(Techniques(Layer(Found(Severity.High, new Technique(id, id, ["execution"])))));
    }

    [Fact]
    public void A_comment_names_the_worst_findings_safely_and_does_not_grow_without_end()
    {
        var hostile = Found(Severity.Critical, Masquerading) with { Path = HostPath.Of("/tmp/\u202e\n\"}" + new string('a', 4000)) };

        var comment = Techniques(Layer([.. Enumerable.Repeat(Found(Severity.Low, Masquerading), 500), hostile]))[0].GetProperty("comment").GetString()!;

        var lines = comment.Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.StartsWith("critical new-file \"/tmp/\\u202e\\n\\\"}aaa", lines[0]);
        Assert.Equal("and 491 more", lines[^1]);
        Assert.InRange(comment.Length, 100, 1000);
    }

    [Fact]
    public void The_version_of_ATTACK_is_that_of_the_shipped_table()
    {
        using var shipped = ShippedData.Open("attack-techniques.json");
        using var table = JsonDocument.Parse(shipped);

        Assert.Contains($" v{NavigatorLayer.AttackVersion}.", table.RootElement.GetProperty("source").GetString());
    }

    private static Finding Found(Severity severity, params Technique[] techniques) => Some.Finding(severity: severity) with { Techniques = techniques };

    private static List<JsonElement> Techniques(JsonElement layer) => [.. layer.GetProperty("techniques").EnumerateArray()];

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static JsonElement Layer(params Finding[] findings)
    {
        using var output = new MemoryStream();
        NavigatorLayer.Write(output, new FindingsReport
        {
            Tool = new ToolInfo("integritywatch", "1.2.3"),
            Host = "web01",
            At = Some.Time,
            Now = Some.Time,
            Baseline = Some.Generation(),
            Findings = new FindingSet(findings, newOnly: false),
        });
        using var document = JsonDocument.Parse(output.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }
}
