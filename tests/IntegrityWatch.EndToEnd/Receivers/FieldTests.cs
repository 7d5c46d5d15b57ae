using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>What programs of others understand of one message.</summary>
public class FieldTests(CapturedHosts hosts) : IClassFixture<CapturedHosts>
{
    private static readonly Dictionary<string, int> Levels = new() { ["critical"] = 2, ["high"] = 3, ["medium"] = 4, ["low"] = 5, ["info"] = 6 };

    [Theory]
    [InlineData("rsyslog udp")]
    [InlineData("rsyslog tcp")]
    [InlineData("rsyslog unix")]
    [InlineData("syslog-ng udp")]
    [InlineData("syslog-ng tcp")]
    public void The_header_of_syslog_says_what_it_is(string name) => Assert.All(Intrusion(name).Messages, message =>
    {
        Assert.Equal(new SyslogHeader(Facility: 13, "integritywatch", ProcId: "-", MsgId: message["kind"]), message.Header);
        Assert.Equal("web01", message.Host);
    });

    [Theory]
    [InlineData("rsyslog tcp")]
    [InlineData("syslog-ng tcp")]
    [InlineData("go-gelf tcp")]
    [InlineData("graygelf udp")]
    public void The_level_is_that_of_the_severity_and_the_time_that_of_the_evidence_or_the_scan(string name)
    {
        var (messages, findings) = Intrusion(name);

        var start = findings.Min(finding => finding.GetProperty("firstSeen").GetDateTimeOffset());
        Assert.All(messages, message =>
        {
            Assert.Equal(Levels[message["severity"]], message.Level);
            Assert.InRange(message.Time, start, DateTimeOffset.UtcNow.AddMinutes(1));
            Assert.False(string.IsNullOrWhiteSpace(message.Text));
        });
    }

    [Theory]
    [InlineData("rsyslog tcp")]
    [InlineData("syslog-ng tcp")]
    [InlineData("go-gelf tcp")]
    [InlineData("graygelf udp")]
    public void Who_did_it_and_what_is_known_stands_in_fields(string name)
    {
        var (messages, findings) = Intrusion(name);

        Assert.All(messages, message =>
        {
            var finding = Assert.Single(findings, finding => finding.GetProperty("id").GetString() == message["finding_id"]);
            Assert.Equal(finding.GetProperty("rule").GetString(), message["rule"]);
            Assert.Equal(finding.GetProperty("state").GetString(), message["state"]);
            Assert.Equal(Joined(finding.GetProperty("techniques"), technique => technique.GetProperty("id")), message["techniques"]);
            if (finding.GetProperty("digest") is { ValueKind: JsonValueKind.Object } digest)
                Assert.Equal($"{digest.GetProperty("algorithm")}:{digest.GetProperty("value")}", message["digest"]);
            if (finding.TryGetProperty("explanation", out var explanation))
                Assert.Equal(explanation.GetString(), message["explanation"]);
            if (finding.TryGetProperty("process", out var process))
                Assert.Equal(
                    new[] { "pid", "uid", "user", "comm", "exe", "parentExe" }.Select(key => process.GetProperty(key).ToString()),
                    new[] { "pid", "uid", "user", "comm", "exe", "parent_exe" }.Select(field => message[field]));
        });
        Assert.Contains(messages, message => message["user"] == "www-data" && message["parent_exe"] == "/usr/local/sbin/backup-helper");
    }

    private static string Joined(JsonElement array, Func<JsonElement, JsonElement> of) => string.Join(',', array.EnumerateArray().Select(of));

    /// <summary>The messages of a scan, and the findings of its report.</summary>
    private (IReadOnlyList<ReceivedMessage> Messages, IReadOnlyList<JsonElement> Findings) Intrusion(string name)
    {
        using var receiver = Receiver.Named(name);
        receiver.Start();
        var host = hosts.Of("rocke");
        using var tree = host.Copy();
        var scan = tree.ScanJson(host.After, "--config", SinkFile.Write(tree, receiver));
        return (receiver.Received(host.Expected.Count), scan.Findings);
    }
}
