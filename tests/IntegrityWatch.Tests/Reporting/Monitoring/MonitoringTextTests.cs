using System.Text;
using CsCheck;
using IntegrityWatch.Reporting.Monitoring;

namespace IntegrityWatch.Tests.Reporting.Monitoring;

public class MonitoringTextTests
{
    private static readonly Gen<byte[]> Anything = Gen.OneOf<byte[]>(
        Gen.Byte.Array[0, 60],
        Gen.OneOf("\\", "\"", "n", "x", "|", "<", "\n", "\t", " ", "ü", "\u202e", "🙂").Array[0, 20].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))));

    [Theory]
    [InlineData("/usr/bin/ps", "/usr/bin/ps")]
    [InlineData("/tmp/a|critical=0", "/tmp/a\\x7ccritical=0")]
    [InlineData("/tmp/<b>", "/tmp/\\x3cb\\x3e")]
    [InlineData("/tmp/$(id)`id`", "/tmp/\\x24(id)\\x60id\\x60")]
    [InlineData("/tmp/line\nbreak", "\"/tmp/line\\x0abreak\"")]
    [InlineData("/tmp/back\\n", "\"/tmp/back\\x5cn\"")]
    [InlineData("/tmp/ü\u202e", "\"/tmp/ü\\u202e\"")]
    public void What_means_something_to_a_monitoring_system_is_escaped(string path, string text) =>
        Assert.Equal(text, MonitoringText.Of(HostPath.Of(path)));

    [Fact]
    public void It_can_be_typed_back() => Anything.Sample(bytes =>
        SafeText.Unescape(Encoding.UTF8.GetBytes(MonitoringText.Of(new HostPath(bytes))))!.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void It_never_holds_what_ends_a_line_or_begins_performance_data() => Anything.Sample(bytes =>
    {
        var text = MonitoringText.Of(new HostPath(bytes));
        return !text.Any(letter => char.IsControl(letter) || letter is '|' or '<' or '>') && !text.Contains("\\n", StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(158)]
    [InlineData(159)]
    [InlineData(160)]
    public void A_long_path_is_cut_between_two_characters(int ascii)
    {
        var text = MonitoringText.Of(HostPath.Of(new string('a', ascii) + "🙂🙂🙂"));

        Assert.Equal(new string('a', ascii) + "...", text);
    }

    [Fact]
    public void A_long_sentence_is_cut_between_two_characters()
    {
        Assert.Equal("abc", MonitoringText.Sentence("abc", 3));
        Assert.Equal("üü ...", MonitoringText.Sentence("üüüüü", 9));
    }
}
