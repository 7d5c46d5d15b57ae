using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Detection.Attack;
using IntegrityWatch.Detection.Reports;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Tests.Reporting.Messages;

public partial class GelfMessageTests
{
    private static readonly Finding Full = Some.Finding(FindingKind.AlteredFile, Severity.High) with
    {
        FirstSeen = Some.Time,
        LastSeen = Some.Time.AddMilliseconds(1500),
        FoundAt = Some.Time,
        Techniques = [new Technique("T1036.005", "Match Name", ["defense-evasion"]), new Technique("T1554", "Compromise", ["persistence"])],
        Process = Some.Process() with { Command = "bash -c id" },
    };

    [Fact]
    public void A_finding_has_what_the_format_asks_for()
    {
        var gelf = Parse(MessageFormats.Gelf.Encode(SomeReport.Of(Full), Full));

        Assert.Equal("1.1", gelf.GetProperty("version").GetString());
        Assert.Equal("web01", gelf.GetProperty("host").GetString());
        Assert.Equal("altered-file /usr/bin/some: was used, and no generation holds its path", gelf.GetProperty("short_message").GetString());
        Assert.Equal(1740830401.5m, gelf.GetProperty("timestamp").GetDecimal());
        Assert.Equal(3, gelf.GetProperty("level").GetInt32());
        Assert.Contains("T1036.005 Match Name", gelf.GetProperty("full_message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_fields_can_be_searched_for()
    {
        var gelf = Parse(MessageFormats.Gelf.Encode(SomeReport.Of(Full), Full));

        Assert.Equal("finding", gelf.GetProperty("_event").GetString());
        Assert.Equal("altered-file", gelf.GetProperty("_kind").GetString());
        Assert.Equal("high", gelf.GetProperty("_severity").GetString());
        Assert.Equal(Full.Id, gelf.GetProperty("_finding_id").GetString());
        Assert.Equal("/usr/bin/some", gelf.GetProperty("_path").GetString());
        Assert.Equal(Some.DigestA.Hex, gelf.GetProperty("_hash").GetString());
        Assert.Equal("T1036.005,T1554", gelf.GetProperty("_techniques").GetString());
        Assert.Equal("deploy", gelf.GetProperty("_user").GetString());
        Assert.Equal(1000, gelf.GetProperty("_uid").GetInt64());
        Assert.Equal("integritywatch", gelf.GetProperty("_tool").GetString());
    }

    [Fact]
    public void Every_additional_name_is_one_that_graylog_takes_and_every_value_a_text_or_a_number()
    {
        foreach (var message in All())
            foreach (var property in Parse(message).EnumerateObject())
            {
                Assert.True(property.Name is "version" or "host" or "short_message" or "full_message" or "timestamp" or "level"
                    || Additional().IsMatch(property.Name), property.Name);
                Assert.NotEqual("_id", property.Name);
                Assert.True(property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number, property.Name);
            }
    }

    [Fact]
    public void A_message_always_has_a_host_and_a_text()
    {
        var nameless = SomeReport.Of(Full) with { Host = " " };

        Assert.Equal("unknown", Parse(MessageFormats.Gelf.Encode(nameless, Full)).GetProperty("host").GetString());
        foreach (var message in All())
            Assert.NotEqual("", Parse(message).GetProperty("short_message").GetString()!.Trim());
    }

    [Fact]
    public void No_byte_of_a_message_is_zero_whatever_a_file_is_called() =>
        Gen.Byte.Array[1, 300].Sample(bytes =>
        {
            var finding = Full with { Path = new HostPath([(byte)'/', .. bytes]) };
            var message = MessageFormats.Gelf.Encode(SomeReport.Of(finding), finding);
            Assert.DoesNotContain((byte)0, message);
            var gelf = Parse(message);
            Assert.Equal(finding.Path.ToString(), gelf.GetProperty("_path").GetString());
            Assert.Equal(finding.Id, gelf.GetProperty("_finding_id").GetString());
        });

    [Fact]
    public void A_value_never_outgrows_what_an_index_takes()
    {
        var finding = Full with { Process = Some.Process() with { Command = new string('\u20ac', 40_000) } };

        var command = Parse(MessageFormats.Gelf.Encode(SomeReport.Of(finding), finding)).GetProperty("_command").GetString()!;

        Assert.Equal(MessageFields.LongestText / 3, command.Length);
    }

    [Fact]
    public void The_same_finding_has_the_same_id_and_another_time_another()
    {
        var first = IdOf(SomeReport.Of(Full), Full);

        Assert.Equal(32, first.Length);
        Assert.Equal(first, IdOf(SomeReport.Of(Full) with { Now = Some.Time.AddDays(9) }, Full with { State = FindingState.Open }));
        Assert.NotEqual(first, IdOf(SomeReport.Of(Full), Full with { FoundAt = Some.Time.AddTicks(1) }));
        Assert.NotEqual(first, IdOf(SomeReport.Of(Full), Full with { Severity = Severity.Critical }));
        Assert.NotEqual(first, IdOf(SomeReport.Of(Full) with { Host = "web02" }, Full));
    }

    [Fact]
    public void What_a_sink_can_get_differs_by_its_event()
    {
        var technique = Full with { Kind = FindingKind.Technique };

        Assert.Equal("technique", EventOf(MessageFormats.Gelf.Encode(SomeReport.Of(technique), technique)));
        Assert.Equal("observation", EventOf(MessageFormats.Gelf.Encode(SomeReport.Of(), Some.Observed())));
        Assert.Equal("scan", EventOf(MessageFormats.Gelf.EncodeScan(SomeReport.Of(Full))));
        Assert.Equal("test", EventOf(MessageFormats.Gelf.EncodeTest(new ToolInfo("integritywatch", "1"), "web01", Some.Time)));
    }

    [Fact]
    public void A_scan_is_summed_up_in_numbers()
    {
        var scan = Parse(MessageFormats.Gelf.EncodeScan(SomeReport.Of(Full, Full with { Id = "other", State = FindingState.Open })));

        Assert.Equal("scan CRITICAL: 2 open, 1 new", scan.GetProperty("short_message").GetString());
        Assert.Equal(2, scan.GetProperty("_open").GetInt32());
        Assert.Equal(2, scan.GetProperty("_high").GetInt32());
        Assert.Equal(0, scan.GetProperty("_critical").GetInt32());
        Assert.Equal(2, scan.GetProperty("_exit_code").GetInt32());
    }

    private static IEnumerable<byte[]> All() =>
    [
        MessageFormats.Gelf.Encode(SomeReport.Of(Full), Full),
        MessageFormats.Gelf.Encode(SomeReport.Of(), Some.Observed()),
        MessageFormats.Gelf.EncodeScan(SomeReport.Of(Full)),
        MessageFormats.Gelf.EncodeTest(new ToolInfo("integritywatch", "1"), "web01", Some.Time),
    ];

    private static string EventOf(byte[] message) => Parse(message).GetProperty("_event").GetString()!;

    private static string IdOf(FindingsReport report, Finding finding) =>
        Parse(MessageFormats.Gelf.Encode(report, finding)).GetProperty("_message_id").GetString()!;

    private static JsonElement Parse(byte[] message) => JsonDocument.Parse(message).RootElement;

    [GeneratedRegex(@"^_[\w.\-]+$")]
    private static partial Regex Additional();
}
