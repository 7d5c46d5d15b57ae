using IntegrityWatch.Detection;
using IntegrityWatch.Scanning;

namespace IntegrityWatch.Tests.Scanning;

public class CaptureMarkTests
{
    private static readonly string Text = CaptureMark.TextOf(3, Guid.Parse("01234567-89ab-4cde-8f01-23456789abcd"));

    [Fact]
    public void It_names_the_generation_and_is_like_no_other()
    {
        Assert.Contains("generation=3 ", Text, StringComparison.Ordinal);
        Assert.NotEqual(CaptureMark.TextOf(3, Guid.NewGuid()), CaptureMark.TextOf(3, Guid.NewGuid()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("node=web01 ")]
    public void Its_record_is_found_with_its_time_and_serial(string node)
    {
        var log = "type=USER msg=audit(1700000000.001:41): pid=1 msg='op=other'\n"
            + $"{node}type=USER msg=audit(1700000001.250:42): pid=2 uid=0 auid=0 ses=1 msg='{Text} exe=\"/usr/bin/integritywatch\"'\n";

        Assert.Equal(new OwnRecord(42, DateTimeOffset.FromUnixTimeMilliseconds(1700000001250)), CaptureMark.Find(log, Text));
    }

    [Theory]
    [InlineData("type=USER msg=audit(1700000001.250:42): pid=2 msg='op=other'")]
    [InlineData("type=USER_CMD msg=audit(1700000001.250:42): pid=2 msg='TEXT'")]
    [InlineData("type=USER msg=audit(999999999999.250:42): pid=2 msg='TEXT'")]
    [InlineData("type=USER msg=audit(1700000001.250:99999999999): pid=2 msg='TEXT'")]
    public void What_is_no_such_record_is_none(string line) => Assert.Null(CaptureMark.Find(line.Replace("TEXT", Text), Text));

    [Fact]
    public void For_any_root_but_the_running_hosts_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("var/log/audit/audit.log", "");
        using var root = new EvidenceRoot(folder.Path);

        Assert.Null(CaptureMark.Write(root, 1, CancellationToken.None));
    }
}
