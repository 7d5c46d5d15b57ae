using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Messages;
using IntegrityWatch.Tests.Reporting;

namespace IntegrityWatch.Tests.Packaging;

/// <summary>What a Graylog refuses, or shows empty, only once somebody has imported it.</summary>
public partial class GraylogContentPackTests
{
    private static readonly string[] GraylogFields = ["timestamp", "source", "message", "full_message", "level"];

    private static readonly string[] Events = ["finding", "technique", "observation", "scan", "test"];

    private static readonly string[] EntityTypes = ["input/1", "stream/1", "dashboard/2", "search/1"];

    private static readonly JsonElement Pack = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(Captures.Repository(), "src", "packaging", "graylog", "content-pack.json"))).RootElement;

    private static IEnumerable<JsonElement> Entities => Pack.GetProperty("entities").EnumerateArray();

    private static IEnumerable<JsonElement> Views => Entities.Where(entity => Text(entity.GetProperty("type"), "name") is "dashboard" or "search")
        .Select(entity => entity.GetProperty("data"));

    private static IEnumerable<JsonElement> Queries => Views.SelectMany(view => view.GetProperty("search").GetProperty("queries").EnumerateArray());

    private static IEnumerable<JsonElement> States => Views.SelectMany(view => view.GetProperty("state").EnumerateObject()).Select(state => state.Value);

    private static IEnumerable<JsonElement> Widgets => States.SelectMany(state => state.GetProperty("widgets").EnumerateArray());

    private static IEnumerable<JsonElement> SearchTypes => Queries.SelectMany(query => query.GetProperty("search_types").EnumerateArray());

    private static IEnumerable<JsonElement> StreamRules => Entities.Select(entity => entity.GetProperty("data"))
        .Where(data => data.TryGetProperty("stream_rules", out _)).SelectMany(data => data.GetProperty("stream_rules").EnumerateArray());

    private static IEnumerable<(string Field, string Value)> Clauses => Everything(Pack)
        .Where(property => property.Name == "query_string").SelectMany(property => ClausesOf(property.Value.GetString()!));

    [Fact]
    public void The_pack_says_what_it_is()
    {
        Assert.Equal("1", Text(Pack, "v"));
        Assert.True(Guid.TryParse(Text(Pack, "id"), out _));
        Assert.True(Pack.GetProperty("rev").GetInt32() > 0);
        Assert.All(["name", "summary", "description", "vendor"], name => Assert.NotEmpty(Text(Pack, name)));
        Assert.Equal(JsonValueKind.String, Pack.GetProperty("url").ValueKind);
    }

    [Fact]
    public void Every_entity_has_an_id_a_type_data_and_the_server_that_it_needs() => Assert.All(Entities, entity =>
    {
        Assert.Equal("1", Text(entity, "v"));
        Assert.True(Guid.TryParse(Text(entity, "id"), out _));
        Assert.Contains($"{Text(entity.GetProperty("type"), "name")}/{Text(entity.GetProperty("type"), "version")}", EntityTypes);
        Assert.Equal(JsonValueKind.Object, entity.GetProperty("data").ValueKind);
        Assert.Equal(["server-version >=5.0.0"], entity.GetProperty("constraints").EnumerateArray()
            .Select(constraint => $"{Text(constraint, "type")} {Text(constraint, "version")}"));
    });

    [Fact]
    public void No_id_is_given_twice()
    {
        var ids = Entities.Concat(Queries).Concat(Widgets).Concat(SearchTypes).Select(part => Text(part, "id")).Append(Text(Pack, "id")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Views_look_into_streams_that_the_pack_brings()
    {
        var streams = Entities.Where(entity => Text(entity.GetProperty("type"), "name") == "stream").Select(entity => Text(entity, "id")).ToHashSet();
        var named = Everything(Pack).Where(property => property.Name == "streams").SelectMany(property => Texts(property.Value))
            .Concat(Queries.Where(query => query.TryGetProperty("filter", out _))
                .SelectMany(query => query.GetProperty("filter").GetProperty("filters").EnumerateArray()).Select(filter => Text(filter, "id")))
            .ToHashSet();
        Assert.NotEmpty(named);
        Assert.Subset(streams, named);
    }

    [Fact]
    public void No_widget_and_no_search_looks_into_everything_that_Graylog_has()
    {
        foreach (var view in Entities.Where(entity => Text(entity.GetProperty("type"), "name") == "dashboard").Select(entity => entity.GetProperty("data")))
            Assert.All(view.GetProperty("state").EnumerateObject().SelectMany(state => state.Value.GetProperty("widgets").EnumerateArray()),
                widget => Assert.NotEmpty(Texts(widget.GetProperty("streams"))));
        foreach (var search in Entities.Where(entity => Text(entity.GetProperty("type"), "name") == "search").Select(entity => entity.GetProperty("data")))
            Assert.All(search.GetProperty("search").GetProperty("queries").EnumerateArray(), query => Assert.True(query.TryGetProperty("filter", out _)));
    }

    [Fact]
    public void Every_page_has_a_state_and_every_widget_a_place_a_title_and_a_search_type() => Assert.All(Views, view =>
    {
        var queries = view.GetProperty("search").GetProperty("queries").EnumerateArray().ToDictionary(query => Text(query, "id"));
        Assert.Equal(queries.Keys.Order(), Keys(view.GetProperty("state")));
        foreach (var state in view.GetProperty("state").EnumerateObject())
        {
            var widgets = state.Value.GetProperty("widgets").EnumerateArray().Select(widget => Text(widget, "id")).Order().ToList();
            Assert.Equal(widgets, Keys(state.Value.GetProperty("positions")));
            Assert.Equal(widgets, Keys(state.Value.GetProperty("titles").GetProperty("widget")));
            Assert.Equal(widgets, Keys(state.Value.GetProperty("widget_mapping")));
            Assert.Equal(
                queries[state.Name].GetProperty("search_types").EnumerateArray().Select(type => Text(type, "id")).Order(),
                state.Value.GetProperty("widget_mapping").EnumerateObject().SelectMany(mapped => Texts(mapped.Value)).Order());
        }
    });

    [Fact]
    public void Widgets_do_not_lie_on_one_another() => Assert.All(States, state =>
    {
        var taken = new HashSet<(int Column, int Row)>();
        foreach (var position in state.GetProperty("positions").EnumerateObject().Select(position => position.Value))
        {
            var width = position.GetProperty("width") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 12;
            foreach (var column in Enumerable.Range(position.GetProperty("col").GetInt32(), width))
                foreach (var row in Enumerable.Range(position.GetProperty("row").GetInt32(), position.GetProperty("height").GetInt32()))
                    Assert.True(column is >= 1 and <= 12 && taken.Add((column, row)));
        }
    });

    [Fact]
    public void A_search_type_asks_for_what_its_widget_shows()
    {
        var types = SearchTypes.ToDictionary(type => Text(type, "id"));
        foreach (var state in States)
            foreach (var widget in state.GetProperty("widgets").EnumerateArray())
            {
                var type = types[Texts(state.GetProperty("widget_mapping").GetProperty(Text(widget, "id"))).Single()];
                foreach (var name in (string[])["timerange", "query", "streams"])
                    Assert.Equal(Raw(widget, name), Raw(type, name));
                if (Text(type, "type") == "pivot")
                    AssertSamePivot(widget.GetProperty("config"), type);
                else
                    Assert.Equal((Text(widget, "type"), "messages"), ("messages", Text(type, "type")));
            }
    }

    [Fact]
    public void Every_value_is_of_the_type_that_it_names()
    {
        var values = Objects(Pack).Where(value => value.TryGetProperty("@type", out _)).ToList();
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Equal(
            Text(value, "@type") switch
            {
                "string" or "parameter" => "String",
                "integer" => "Number",
                "boolean" => "Boolean",
                var other => other,
            },
            value.GetProperty("@value").ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => "Boolean",
                var kind => kind.ToString(),
            }));
    }

    [Fact]
    public void Every_parameter_is_used_and_every_used_one_declared() => Assert.Equal(
        Pack.GetProperty("parameters").EnumerateArray().Select(parameter => Text(parameter, "name")).Order(),
        Objects(Pack).Where(value => value.TryGetProperty("@type", out var type) && type.GetString() == "parameter")
            .Select(value => Text(value, "@value")).Distinct().Order());

    [Fact]
    public void Every_stream_takes_what_IntegrityWatch_sends_and_nothing_else() => Assert.All(
        Entities.Where(entity => Text(entity.GetProperty("type"), "name") == "stream").Select(entity => entity.GetProperty("data")), stream =>
        {
            Assert.Equal("AND", Value(stream, "matching_type"));
            Assert.Contains("tool EXACT integritywatch", stream.GetProperty("stream_rules").EnumerateArray()
                .Select(rule => $"{Value(rule, "field")} {Value(rule, "type")} {Value(rule, "value")}"));
        });

    [Fact]
    public void Every_field_is_one_that_a_message_has()
    {
        var named = StreamRules.Select(rule => Value(rule, "field"))
            .Concat(Clauses.Select(clause => clause.Field))
            .Concat(Everything(Pack).Where(property => property.Name == "field" && property.Value.ValueKind == JsonValueKind.String)
                .Select(property => property.Value.GetString()!).Select(FieldOf))
            .Concat(Everything(Pack).Where(property => property.Name == "function").Select(property => FieldOf(property.Value.GetString()!)))
            .Concat(Everything(Pack).Where(property => property.Name == "fields").SelectMany(property => Texts(property.Value)))
            .Where(field => field.Length > 0).ToHashSet();
        Assert.Contains("techniques", named);
        Assert.Subset(MessageFields.Concat(GraylogFields).ToHashSet(), named);
    }

    /// <summary>Those of a finding and of a scan of which all is known; what an observation has, a finding has too.</summary>
    private static IEnumerable<string> MessageFields
    {
        get
        {
            var finding = SomeReport.Full();
            var report = FindingsReport.Of(SomeReport.Scan(finding));
            return new[] { MessageFormats.Gelf.Encode(report, finding), MessageFormats.Gelf.EncodeScan(report) }
                .SelectMany(message => JsonDocument.Parse(message).RootElement.EnumerateObject().Select(property => property.Name))
                .Where(name => name.StartsWith('_')).Select(name => name[1..]);
        }
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("severity")]
    [InlineData("event")]
    public void What_is_asked_for_exists(string field)
    {
        var asked = Clauses.Where(clause => clause.Field == field).Select(clause => clause.Value)
            .Concat(StreamRules.Where(rule => Value(rule, "field") == field).Select(rule => Value(rule, "value")))
            .SelectMany(value => Word().Matches(value).Select(word => word.Value)).Where(word => word != "OR").ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, word => Assert.True(
            field switch
            {
                "kind" => FindingKindNames.Parse(word) is not null,
                "severity" => !word.Any(char.IsUpper) && Enum.TryParse<Severity>(word, ignoreCase: true, out _),
                _ => Events.Contains(word),
            },
            $"there is no {field} {word}"));
    }

    [Theory]
    [InlineData("T1036")]
    [InlineData("T1036.005")]
    [InlineData("T1036.005,T1059.004")]
    [InlineData("T1059.004,T1036")]
    [InlineData("T1059,T1036.005,T1140")]
    public void The_search_by_technique_finds_it_wherever_it_stands(string techniques) => Assert.Matches(SearchByTechnique(), techniques);

    [Theory]
    [InlineData("T10361")]
    [InlineData("T1059.004")]
    [InlineData("T1059,T10361")]
    public void The_search_by_technique_finds_no_other(string techniques) => Assert.DoesNotMatch(SearchByTechnique(), techniques);

    /// <summary>As Lucene applies it: to the whole value.</summary>
    private static string SearchByTechnique() => $"^(?:{Clauses.Single(clause => clause.Field == "techniques" && clause.Value.StartsWith('/')).Value.Trim('/')})$";

    private static void AssertSamePivot(JsonElement config, JsonElement type)
    {
        Assert.Equal(Pivots(config.GetProperty("row_pivots")), Groups(type.GetProperty("row_groups")));
        Assert.Equal(Pivots(config.GetProperty("column_pivots")), Groups(type.GetProperty("column_groups")));
        Assert.Equal(
            config.GetProperty("series").EnumerateArray().Select(series => (Text(series.GetProperty("config"), "name"), Text(series, "function"))),
            type.GetProperty("series").EnumerateArray().Select(series =>
                (Text(series, "id"), $"{Text(series, "type")}({(series.TryGetProperty("field", out var field) ? field.GetString() : "")})")));
        Assert.Equal(Raw(config, "sort"), Raw(type, "sort"));
        Assert.Equal(Raw(config, "rollup"), Raw(type, "rollup"));
        Assert.Subset(
            config.GetProperty("series").EnumerateArray().Select(series => Text(series, "function")).ToHashSet(),
            config.GetProperty("sort").EnumerateArray().Select(sort => Text(sort, "field")).ToHashSet());
    }

    private static IEnumerable<(string, string, string?)> Pivots(JsonElement pivots) => pivots.EnumerateArray()
        .Select(pivot => (Text(pivot, "type"), Text(pivot, "field"), Raw(pivot.GetProperty("config"), "limit")));

    private static IEnumerable<(string, string, string?)> Groups(JsonElement groups) => groups.EnumerateArray()
        .Select(group => (Text(group, "type"), Text(group, "field"), Raw(group, "limit")));

    /// <summary>The field of <c>max(field)</c>, or the name itself.</summary>
    private static string FieldOf(string name) => name.IndexOf('(') is >= 0 and var open ? name[(open + 1)..^1] : name;

    /// <summary>Of a query that consists of clauses, AND, NOT and nothing else.</summary>
    private static IEnumerable<(string Field, string Value)> ClausesOf(string query)
    {
        Assert.Empty(Operator().Replace(Clause().Replace(query, ""), "").Trim());
        return Clause().Matches(query).Select(match => match.Groups["field"].Value is "_exists_"
            ? (match.Groups["value"].Value, "")
            : (match.Groups["field"].Value, match.Groups["value"].Value));
    }

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<JsonProperty> Everything(JsonElement element) => Objects(element).SelectMany(part => part.EnumerateObject());

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(property => property.Name).Order();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Value(JsonElement element, string name) => Text(element.GetProperty(name), "@value");

    private static string? Raw(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    [GeneratedRegex("""(?<field>\w+):(?<value>/(?:\\.|[^/\\])*/|"[^"]*"|\([^)]*\)|[\w-]+)""")]
    private static partial Regex Clause();

    [GeneratedRegex(@"\b(?:AND|NOT)\b")]
    private static partial Regex Operator();

    [GeneratedRegex("[A-Za-z][A-Za-z-]*")]
    private static partial Regex Word();
}
