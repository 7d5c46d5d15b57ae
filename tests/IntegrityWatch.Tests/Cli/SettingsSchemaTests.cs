using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.Cli;

/// <summary>The schema and the sample for users say what the program reads, no more and no less.</summary>
[Collection(nameof(Variables))]
public sealed partial class SettingsSchemaTests : IDisposable
{
    private static readonly string Packaging = Path.Combine(Captures.Repository(), "src", "packaging");
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Packaging, "integritywatch.schema.json"))).RootElement;

    private static readonly string Sample = File.ReadAllText(Path.Combine(Packaging, "integritywatch.json"));
    private static readonly SettingKey Sinks = SettingKey.All.Single(key => key.Name == "sinks");

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_schema_has_every_key_that_a_file_may_have()
    {
        Assert.Equal(FileKeys(SettingKey.All).Append("$schema").Order(StringComparer.Ordinal), Names(Schema.GetProperty("properties")));
        Assert.Equal(FileKeys(Sinks.Keys).Order(StringComparer.Ordinal), Names(SinkProperties()));
    }

    [Fact]
    public void It_allows_no_other() => Assert.All((JsonElement[])[Schema, Schema.GetProperty("properties").GetProperty("sinks").GetProperty("items")],
        level => Assert.False(level.GetProperty("additionalProperties").GetBoolean()));

    [Fact]
    public void It_describes_them_in_the_same_words() => Assert.All(AllKeys(), known =>
        Assert.Equal(known.Key.Description, known.Schema.GetProperty("description").GetString()));

    [Fact]
    public void It_has_the_same_defaults() => Assert.All(AllKeys(), known =>
        Assert.Equal(known.Key.Default, known.Schema.TryGetProperty("default", out var value) ? Plain(value) : null));

    [Fact]
    public void It_has_the_same_values() => Assert.All(AllKeys(), known =>
    {
        var place = known.Key.Shape == SettingShape.Texts ? known.Schema.GetProperty("items") : known.Schema;
        Assert.Equal(known.Key.Values, place.TryGetProperty("enum", out var values) ? values.EnumerateArray().Select(Plain) : []);
    });

    [Fact]
    public void The_values_are_those_that_the_program_knows()
    {
        Assert.Equal(Lower<SinkType>(), Values("type"));
        Assert.Equal(Lower<Severity>(), Values("minSeverity").Order(StringComparer.Ordinal));
        Assert.Equal(Lower<SinkContent>().Where(name => name != "none"), Values("send").Order(StringComparer.Ordinal));

        static IEnumerable<string> Values(string key) => Sinks.Keys.Single(known => known.Name == key).Values.Order(StringComparer.Ordinal);
        static IEnumerable<string> Lower<T>()
            where T : struct, Enum => Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_file_of_a_sink_is_looked_for() => Assert.Equal(
        Sinks.Keys.Where(key => key.Shape == SettingShape.File).Select(key => key.Name),
        SinkFiles.Named(new SinkSettings()).Select(file => file.Key));

    [Theory]
    [InlineData("udp://log.example", true)]
    [InlineData("tls://[2001:db8::1]:7", true)]
    [InlineData("syslog://log.example", false)]
    [InlineData("tcp://", false)]
    [InlineData("tcp://log.example/gelf", false)]
    [InlineData("https://log.example/in/gelf", true)]
    [InlineData("https://log.example/in/gelf?token=x", false)]
    [InlineData("http://log.example/#x", false)]
    [InlineData("https://user@log.example", false)]
    [InlineData("file:///var/log/a%20b", true)]
    [InlineData("file:///", false)]
    [InlineData("file:///var/log/", false)]
    [InlineData("file://var/log/x", false)]
    public void Its_pattern_of_an_address_takes_what_the_program_takes(string address, bool good)
    {
        Assert.Equal(good, Regex.IsMatch(address, SinkProperties().GetProperty("address").GetProperty("pattern").GetString()!));
        var read = Record.Exception(() => SinkAddressReader.Read(address, SinkType.Gelf, "sinks:0:address"));
        Assert.Equal(good, read is null);
    }

    [Fact]
    public void A_local_socket_is_an_address_too() =>
        Assert.Matches(SinkProperties().GetProperty("address").GetProperty("pattern").GetString()!, "unix:///dev/log");

    [Fact]
    public void The_sample_changes_nothing_as_it_stands()
    {
        var settings = Load(Sample);

        Assert.Null(settings.Database);
        Assert.Empty(settings.Policies);
        Assert.Empty(settings.Sinks);
    }

    [Fact]
    public void With_everything_in_it_said_it_loads_and_says_every_key()
    {
        var settings = Load(Uncommented());

        Assert.Equal(SettingKey.All[0].Default, settings.Database);
        Assert.NotEmpty(settings.Policies);
        Assert.Single(settings.Sinks);
        using var sample = JsonDocument.Parse(Uncommented(), WithComments);
        Assert.Equal(FileKeys(SettingKey.All).Append("$schema").Order(StringComparer.Ordinal), Names(sample.RootElement));
        Assert.Equal(FileKeys(Sinks.Keys).Order(StringComparer.Ordinal), Names(sample.RootElement.GetProperty("sinks")[0]));
    }

    [Fact]
    public void It_explains_every_key_in_the_same_words_and_with_its_values_and_default() =>
        Assert.All(SettingKey.All.Concat(Sinks.Keys), key =>
        {
            var at = Sample.IndexOf($"// {key.Description}\n", StringComparison.Ordinal);
            Assert.True(at >= 0, $"{key.Name} is not explained");
            var around = Sample[at..Sample.IndexOf($"{key.Name}", at + key.Description.Length, StringComparison.OrdinalIgnoreCase)];
            if (key.Values.Count > 0 && key.Name != "verifyCertificate")
                Assert.Contains($" of {string.Join(", ", key.Values)}.", around, StringComparison.Ordinal);
            if (key.Default is { } value)
                Assert.Contains($"Default: {value}", around, StringComparison.Ordinal);
        });

    [Fact]
    public void It_fits_the_schema()
    {
        foreach (var text in (string[])[Sample, Uncommented()])
        {
            using var sample = JsonDocument.Parse(text, WithComments);
            Assert.Empty(Misfits(sample.RootElement, Schema, "$"));
        }
    }

    [Theory]
    [InlineData("""{"databse": "x"}""")]
    [InlineData("""{"database": ""}""")]
    [InlineData("""{"policies": "x"}""")]
    [InlineData("""{"sinks": [{"type": "gelf"}]}""")]
    [InlineData("""{"sinks": [{"type": "gelv", "address": "tcp://a:1"}]}""")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "a:1"}]}""")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1", "keyFile": "k"}]}""")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1", "authorization": "x"}]}""")]
    public void What_the_program_refuses_does_not_fit(string configuration)
    {
        using var document = JsonDocument.Parse(configuration);

        Assert.NotEmpty(Misfits(document.RootElement, Schema, "$"));
        Assert.ThrowsAny<Exception>(() => Load(configuration));
    }

    private Settings Load(string configuration) => SettingsLoader.Load(folder.Write("mine.json", configuration));

    /// <summary>The sample with every key that is commented out in place.</summary>
    private static string Uncommented() => CommentedKey().Replace(Sample, "$1");

    private static IEnumerable<string> FileKeys(IEnumerable<SettingKey> keys) =>
        keys.Where(key => key.Shape != SettingShape.Secret).Select(key => key.Name);

    private static IEnumerable<(SettingKey Key, JsonElement Schema)> AllKeys() =>
        SettingKey.All.Select(key => (key, Schema.GetProperty("properties").GetProperty(key.Name)))
            .Concat(Sinks.Keys.Where(key => key.Shape != SettingShape.Secret).Select(key => (key, SinkProperties().GetProperty(key.Name))));

    private static JsonElement SinkProperties() =>
        Schema.GetProperty("properties").GetProperty("sinks").GetProperty("items").GetProperty("properties");

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Plain)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    /// <summary>What of the value does not fit, by those words of JSON Schema that this one uses.</summary>
    private static IEnumerable<string> Misfits(JsonElement value, JsonElement schema, string place)
    {
        foreach (var word in schema.EnumerateObject())
        {
            var misfits = word.Name switch
            {
                "$ref" => Misfits(value, Schema.GetProperty("$defs").GetProperty(word.Value.GetString()!["#/$defs/".Length..]), place),
                "type" => Told(value.ValueKind.ToString().Equals(word.Value.GetString(), StringComparison.OrdinalIgnoreCase)),
                "enum" => Told(word.Value.EnumerateArray().Any(known => known.GetRawText() == value.GetRawText())),
                "pattern" => Told(Regex.IsMatch(value.GetString()!, word.Value.GetString()!)),
                "minLength" => Told(value.GetString()!.Length >= word.Value.GetInt32()),
                "required" => Told(word.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _))),
                "dependentRequired" => Told(word.Value.EnumerateObject().All(pair => !value.TryGetProperty(pair.Name, out _)
                    || pair.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)))),
                "properties" when value.ValueKind == JsonValueKind.Object => value.EnumerateObject().SelectMany(property =>
                    word.Value.TryGetProperty(property.Name, out var known) ? Misfits(property.Value, known, $"{place}.{property.Name}") : []),
                "additionalProperties" when value.ValueKind == JsonValueKind.Object => value.EnumerateObject()
                    .Where(property => !schema.GetProperty("properties").TryGetProperty(property.Name, out _)).Select(property => $"{place}.{property.Name}"),
                "items" when value.ValueKind == JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Misfits(item, word.Value, $"{place}[]")),
                "properties" or "additionalProperties" or "items" => [],
                "$schema" or "$id" or "$defs" or "title" or "description" or "default" => [],
                _ => [$"this test does not know {word.Name}"],
            };
            foreach (var misfit in misfits)
                yield return misfit;

            IEnumerable<string> Told(bool fits) => fits ? [] : [$"{place}: {word.Name}"];
        }
    }

    /// <summary>A line that holds a commented-out piece of JSON, or a comment within one.</summary>
    [GeneratedRegex("""^( *)// (?= *(?:["{}\]]|// ))""", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();
}
