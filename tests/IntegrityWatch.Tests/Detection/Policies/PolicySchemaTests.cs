using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Policies;
using IntegrityWatch.Evidence;

namespace IntegrityWatch.Tests.Detection.Policies;

/// <summary>The schema for editors says what the program reads, no more and no less.</summary>
public class PolicySchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Captures.Repository(), "policies", "policy.schema.json"))).RootElement;

    [Fact]
    public void It_has_every_key_of_a_policy() => Assert.Equal(
        KeysOf(typeof(PolicyFile)), Names(Schema.GetProperty("properties")));

    [Theory]
    [InlineData("locations", typeof(LocationEntry))]
    [InlineData("masquerades", typeof(MasqueradeEntry))]
    [InlineData("pathRules", typeof(PathRuleEntry))]
    [InlineData("techniqueRules", typeof(TechniqueRuleEntry))]
    [InlineData("indicators", typeof(IntegrityWatch.Detection.Indicators.IndicatorGroupEntry))]
    public void It_has_every_key_of_a_rule(string list, Type entry) => Assert.Equal(
        KeysOf(entry), Names(Schema.GetProperty("properties").GetProperty(list).GetProperty("items").GetProperty("properties")));

    [Fact]
    public void It_has_every_kind_of_finding() => Assert.Equal(
        Enum.GetValues<FindingKind>().Select(kind => kind.Name()).Order(StringComparer.Ordinal),
        Schema.GetProperty("properties").GetProperty("kinds").GetProperty("propertyNames").GetProperty("enum").EnumerateArray()
            .Select(kind => kind.GetString()!).Order(StringComparer.Ordinal));

    [Fact]
    public void It_has_every_kind_that_a_path_rule_can_speak_of() => Assert.Equal(
        Enum.GetValues<FindingKind>().Where(kind => kind.Facts().PathRules != PathRuleScope.Never).Select(kind => kind.Name()).Order(StringComparer.Ordinal),
        Schema.GetProperty("properties").GetProperty("pathRules").GetProperty("items").GetProperty("properties").GetProperty("kinds").GetProperty("items").GetProperty("enum")
            .EnumerateArray().Select(kind => kind.GetString()!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_source_that_can_be_required_is_in_it() => Assert.Equal(
        Enum.GetNames<RequiredSource>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal),
        Schema.GetProperty("properties").GetProperty("require").GetProperty("items").GetProperty("enum").EnumerateArray()
            .Select(source => source.GetString()!).Order(StringComparer.Ordinal));

    private static IEnumerable<string> KeysOf(Type type) => type.GetProperties()
        .Where(property => property.Name != "EqualityContract")
        .Select(property => property.Name == "Schema" ? "$schema" : JsonNamingPolicy.CamelCase.ConvertName(property.Name))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
}
