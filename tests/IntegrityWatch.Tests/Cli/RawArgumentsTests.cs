using IntegrityWatch.Terminal;

namespace IntegrityWatch.Tests.Cli;

public class RawArgumentsTests
{
    [Fact]
    public void A_path_is_itself() => Assert.Equal([HostPath.Of("/usr/bin/my tool")], RawArguments.Paths("/usr/bin/my tool"));

    [Fact]
    public void A_path_with_a_backslash_may_be_itself_or_what_a_report_means_by_it() =>
        Assert.Equal([HostPath.Of("/a\\n"), HostPath.Of("/a\n")], RawArguments.Paths("/a\\n"));

    [Fact]
    public void A_backslash_that_means_nothing_is_a_backslash() =>
        Assert.Equal([HostPath.Of("/a\\q")], RawArguments.Paths("/a\\q"));

    [Theory]
    [InlineData("/opt/my tool")]
    [InlineData("/opt/a \"b\nc")]
    [InlineData("/opt/bidi\u202e")]
    [InlineData("/opt/\U000e0041")]
    public void What_a_report_prints_can_be_asked_for(string path) =>
        Assert.Contains(HostPath.Of(path), RawArguments.Paths(SafeText.Of(path)));

    [Fact]
    public void Bytes_that_are_no_text_can_be_typed_as_a_report_prints_them() =>
        Assert.Contains(new HostPath([.. "/a"u8, 0xff]), RawArguments.Paths("/a\\xff"));

    [Fact]
    public void A_replacement_character_that_nobody_typed_in_bytes_is_itself() =>
        Assert.Equal([HostPath.Of("/a\ufffd")], RawArguments.Paths("/a\ufffd"));
}
