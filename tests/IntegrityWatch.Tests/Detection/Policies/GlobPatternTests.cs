using System.Text;
using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Tests.Detection.Policies;

public class GlobPatternTests
{
    [Theory]
    [InlineData("/tmp/**", "/tmp/a", true)]
    [InlineData("/tmp/**", "/tmp/a/b/c", true)]
    [InlineData("/tmp/**", "/tmp", false)]
    [InlineData("/tmp/**", "/tmpfoo/a", false)]
    [InlineData("/tmp/*", "/tmp/a", true)]
    [InlineData("/tmp/*", "/tmp/a/b", false)]
    [InlineData("/tmp/?", "/tmp/a", true)]
    [InlineData("/tmp/?", "/tmp//", false)]
    [InlineData("/tmp/?", "/tmp/ab", false)]
    [InlineData("/tmp/a.b", "/tmp/aXb", false)]
    public void Stars_stay_in_a_folder_and_double_stars_do_not(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Matches(pattern, path));

    [Theory]
    [InlineData("/a/**/z", "/a/z", true)]
    [InlineData("/a/**/z", "/a/b/z", true)]
    [InlineData("/a/**/z", "/a/b/c/z", true)]
    [InlineData("/a/**/z", "/az", false)]
    [InlineData("/a/**/z", "/a/bz", false)]
    [InlineData("/**/.*", "/.hidden", true)]
    [InlineData("/**/.*/**", "/.hidden/program", true)]
    [InlineData("/**/.*/**", "/usr/.hidden/program", true)]
    [InlineData("/**/.*", "/usr/bin/hidden.", false)]
    public void Double_stars_between_slashes_are_any_folders_or_none(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Matches(pattern, path));

    [Theory]
    [InlineData("[abc]", "b", true)]
    [InlineData("[abc]", "d", false)]
    [InlineData("[a-cx]", "c", true)]
    [InlineData("[a-cx]", "x", true)]
    [InlineData("[a-cx]", "d", false)]
    [InlineData("[!a-c]", "d", true)]
    [InlineData("[^a-c]", "a", false)]
    [InlineData("[!a-c]", "/", false)]
    [InlineData("[]]", "]", true)]
    [InlineData("[!]]", "]", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[[]*[]]", "[kworker]", true)]
    public void A_set_is_one_byte_of_it_or_none_of_it(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Matches(pattern, path));

    [Theory]
    [InlineData("/tmp[+-9]a")]
    [InlineData("/tmp[./]a")]
    public void A_set_never_steps_over_a_folder(string pattern)
    {
        Assert.True(Matches(pattern, "/tmp.a"));
        Assert.False(Matches(pattern, "/tmp/a"));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_bytes()
    {
        Assert.True(GlobPattern.Parse("/tmp/?").Matches([.. "/tmp/"u8, 0xff]));
        Assert.True(GlobPattern.Parse("/tmp/[!a]*").Matches([.. "/tmp/"u8, 0xff, (byte)'\n', 0x1b]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tmp/[abc")]
    [InlineData("/tmp/[")]
    [InlineData("/tmp/[!")]
    [InlineData("/tmp/[]")]
    public void A_pattern_that_is_none_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => GlobPattern.Parse(pattern));

    [Theory]
    [InlineData("*a")]
    [InlineData("**a")]
    [InlineData("**a*b*c")]
    [InlineData("/**/a*")]
    public void Forty_stars_and_the_longest_path_come_to_an_end(string piece)
    {
        var pattern = GlobPattern.Parse(string.Concat(Enumerable.Repeat(piece, 40)) + "!");

        Assert.False(pattern.Matches(Encoding.ASCII.GetBytes(new string('a', 4096))));
        Assert.False(pattern.Matches(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("/a", 2048)))));
        Assert.False(pattern.Matches(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("/abcabc", 585)))));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("/")]
    [InlineData("*a")]
    [InlineData("/**/a")]
    public void A_long_pattern_takes_room_in_proportion_to_its_length(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000));

        var before = GC.GetAllocatedBytesForCurrentThread();
        GlobPattern.Parse(text);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 * text.Length);
    }

    [Fact]
    public void A_set_of_patterns_matches_where_one_of_them_does()
    {
        var set = new GlobSet(["/tmp/**", "/dev/shm/**"]);

        Assert.True(set.Matches("/dev/shm/x"u8));
        Assert.False(set.Matches("/dev/null"u8));
        Assert.False(new GlobSet([]).Matches("/tmp/x"u8));
    }

    private static bool Matches(string pattern, string path) => GlobPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(path));
}
