using System.Text.Json;
using IntegrityWatch.Detection;
using IntegrityWatch.Fleet.Answers;
using IntegrityWatch.Reporting.Fleet;

namespace IntegrityWatch.Tests.Reporting.Fleet;

public class FleetJsonTests
{
    public static TheoryData<string> HostileNames => SomeFleet.HostileNames;

    [Fact]
    public void What_the_host_told_of_a_finding_stands_behind_what_the_store_says() => Assert.Equal(
        """{"host":"web01","id":"0904c87b1320","kind":"altered-file","severity":"high","path":"/usr/bin/some","digest":{"algorithm":"sha256","value":"HEX"},"foundAt":"2025-03-01T12:00:00.000Z","message":"it is not what was approved","state":"new","process":{"pid":7}}"""
            .Replace("HEX", Some.DigestA.Hex),
        Line("""{"state": "new", "process": {"pid": 7}}"""));

    [Theory]
    [InlineData("""{"host": "other", "id": "x", "kind": "x", "severity": "info", "path": "/ok", "pathBase64": "x", "digest": 1, "foundAt": 1, "message": "x"}""")]
    [InlineData("""["state"]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"state": """)]
    [InlineData("""{"state": "new", "lone": "\ud800"}""")]
    [InlineData("""{"state": "new", "\ud800": 1}""")]
    [InlineData("""{"state": "new"} {"more": 1}""")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""")]
    public void A_document_that_is_no_such_object_or_speaks_for_the_store_adds_nothing(string document) =>
        Assert.Equal(Line("{}"), Line(document));

    [Fact]
    public void A_document_without_end_adds_nothing() =>
        Assert.Equal(Line("{}"), Line($$"""{"state": "{{new string('a', 256 * 1024)}}"}"""));

    [Fact]
    public void Of_a_value_that_is_told_twice_the_first_counts() => Assert.EndsWith("""
        ,"state":"new"}
        """.TrimEnd(), Line("""{"state": "new", "state": "open"}"""));

    [Fact]
    public void The_exit_code_is_told_with_its_word()
    {
        Assert.Equal((2, "CRITICAL"), Exit(output => new FleetHostsForms().WriteJson(output, SomeFleet.Tool, SomeFleet.Hosts(SomeFleet.Host(status: Verdict.Critical)), FleetSight.Whole)));
        Assert.Equal((3, "UNKNOWN"), Exit(output => new FleetHostsForms().WriteJson(output, SomeFleet.Tool, SomeFleet.Hosts(), FleetSight.Whole)));
        Assert.Equal((1, "WARNING"), Exit(output => new FleetOutliersForms().WriteJson(output, SomeFleet.Tool, SomeFleet.Outliers(SomeFleet.Outlier()), FleetSight.Whole)));
        Assert.Equal((0, "OK"), Exit(output => new FleetFindingsForms().WriteJson(output, SomeFleet.Tool, SomeFleet.Findings(), FleetSight.Whole)));
    }

    [Fact]
    public void A_path_that_is_no_UTF8_comes_with_its_bytes()
    {
        var line = SomeReport.Written(output => new FleetOutliersForms().WriteLines(output, SomeFleet.Outliers(SomeFleet.Outlier() with { Path = SomeFleet.HostilePath })));

        Assert.Equal(SomeFleet.HostilePath.Bytes, JsonDocument.Parse(line).RootElement.GetProperty("pathBase64").GetBytesFromBase64());
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Whatever_a_host_says_a_record_is_one_line_and_comes_back(string name)
    {
        Assert.Equal(name, Named(output => new FleetHostsForms().WriteLines(output, SomeFleet.Hosts(SomeFleet.Host(name))), "host"));
        Assert.Equal(name, Named(output => new FleetFindingsForms().WriteLines(output, SomeFleet.Findings(SomeFleet.Finding(name))), "host"));
        Assert.Equal(name, Named(output => new FleetOutliersForms().WriteLines(output, SomeFleet.Outliers(SomeFleet.Outlier(name))), "host"));
        Assert.Equal(name, Named(output => new FleetPrevalenceForms().WriteLines(output, new FleetPrevalence(2, 2, [SomeFleet.Prevalent(name)])), "firstHost"));
        Assert.Equal(name, Named(output => new FleetGenerationsForms().WriteLines(output, new FleetGenerations([SomeFleet.Generation(name)], [])), "host"));
        Assert.Equal(name, Named(output => new FleetGenerationsForms().WriteLines(output, new FleetGenerations([], [SomeFleet.Group(name)])), "group"));
    }

    private static string? Named(Action<Stream> write, string property)
    {
        var line = SomeReport.Written(write);
        Assert.Equal(line.Length - 1, line.IndexOf('\n'));
        Assert.DoesNotContain(line[..^1], letter => char.IsControl(letter) || letter is '\u202e' or '\u2028');
        return JsonDocument.Parse(line).RootElement.GetProperty(property).GetString();
    }

    private static (int, string?) Exit(Action<Stream> write)
    {
        var document = JsonDocument.Parse(SomeReport.Written(write)).RootElement;
        Assert.Equal((1, "1.2.3"), (document.GetProperty("schema").GetInt32(), document.GetProperty("tool").GetProperty("version").GetString()));
        return (document.GetProperty("exit").GetProperty("code").GetInt32(), document.GetProperty("exit").GetProperty("status").GetString());
    }

    private static string Line(string document) =>
        SomeReport.Written(output => new FleetFindingsForms().WriteLines(output, SomeFleet.Findings(SomeFleet.Finding(document: document)))).TrimEnd('\n');
}
