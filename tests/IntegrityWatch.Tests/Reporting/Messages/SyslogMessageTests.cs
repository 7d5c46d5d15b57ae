using System.Text;
using CsCheck;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;
using IntegrityWatch.Evidence;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Tests.Reporting.Messages;

public class SyslogMessageTests
{
    private static readonly Finding Found = Some.Finding(FindingKind.AlteredFile, Severity.High) with { LastSeen = Some.Time, FoundAt = Some.Time };

    [Fact]
    public void A_finding_is_a_message_of_the_log_audit_facility()
    {
        var message = SyslogRecord.Parse(Encode(Found));

        Assert.Equal(13 * 8 + 3, message.Priority);
        Assert.Equal("2025-03-01T12:00:00.000Z", message.Time);
        Assert.Equal("web01", message.Host);
        Assert.Equal("integritywatch", message.Program);
        Assert.Equal("-", message.Process);
        Assert.Equal("altered-file", message.MessageId);
        Assert.Equal("integritywatch@32473", message.DataId);
        Assert.Equal("altered-file /usr/bin/some: was used, and no generation holds its path", message.Text);
        Assert.Equal("finding", message.Data["event"]);
        Assert.Equal("/usr/bin/some", message.Data["path"]);
        Assert.Equal(Some.DigestA.Hex, message.Data["hash"]);
    }

    [Theory]
    [InlineData(Severity.Critical, 2)]
    [InlineData(Severity.High, 3)]
    [InlineData(Severity.Medium, 4)]
    [InlineData(Severity.Low, 5)]
    [InlineData(Severity.Info, 6)]
    public void Severities_are_those_of_the_protocol(Severity severity, int level) =>
        Assert.Equal(104 + level, SyslogRecord.Parse(Encode(Found with { Severity = severity })).Priority);

    [Fact]
    public void Whatever_a_file_is_called_the_message_has_one_line_and_the_same_fields() =>
        Gen.Byte.Array[1, 300].Sample(bytes =>
        {
            var message = Encode(Found with { Path = new HostPath([(byte)'/', .. bytes]) });

            Assert.DoesNotContain(message, octet => octet < ' ');
            var record = SyslogRecord.Parse(message);
            Assert.Equal(Found.Id, record.Data["finding_id"]);
            Assert.Equal("high", record.Data["severity"]);
            Assert.Equal("web01", record.Host);
        });

    [Fact]
    public void A_name_cannot_end_a_parameter() => Assert.Equal(
        "/a\"]\\ [x@1 y=\"z\"]", SyslogRecord.Parse(Encode(Found with { Path = HostPath.Of("/a\"]\\ [x@1 y=\"z\"]") })).Data["path"]);

    [Fact]
    public void A_text_that_is_more_than_ascii_says_that_it_is_utf_8()
    {
        Assert.StartsWith("\uFEFF", SyslogRecord.Parse(Encode(Found with { Path = HostPath.Of("/ü") })).Text, StringComparison.Ordinal);
        Assert.False(SyslogRecord.Parse(Encode(Found)).Text.StartsWith('\uFEFF'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b\u00fc")]
    [InlineData("\n")]
    public void A_host_of_any_name_stays_one_field(string name)
    {
        var report = SomeReport.Of(Found) with { Host = name };

        var host = SyslogRecord.Parse(MessageFormats.Syslog.Encode(report, Found)).Host;

        Assert.NotEqual("", host);
        Assert.All(host, letter => Assert.InRange(letter, '!', '~'));
    }

    [Fact]
    public void A_host_has_at_most_255_characters() => Assert.Equal(255,
        SyslogRecord.Parse(MessageFormats.Syslog.Encode(SomeReport.Of(Found) with { Host = new string('h', 300) }, Found)).Host.Length);

    [Fact]
    public void The_longest_path_fits_whole_and_what_does_not_fit_is_left_out()
    {
        var path = "/" + new string('p', 4095);
        var finding = Found with { Path = HostPath.Of(path), Process = Some.Process() with { Command = new string('c', 9000) } };

        var message = Encode(finding);

        Assert.InRange(message.Length, 1, SyslogMessage.Longest);
        var record = SyslogRecord.Parse(message);
        Assert.Equal(path, record.Data["path"]);
        Assert.DoesNotContain("command", record.Data.Keys);
        Assert.Equal("deploy", record.Data["user"]);
    }

    private static byte[] Encode(Finding finding) => MessageFormats.Syslog.Encode(SomeReport.Of(finding), finding);
}
