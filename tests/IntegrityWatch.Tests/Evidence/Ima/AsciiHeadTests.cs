using System.Text;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

public sealed class AsciiHeadTests
{
    private const string Sha1 = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData($"10 {Sha1} ima-ng ", 20)]
    [InlineData($" 0 {Sha1} ima-ng ", 20)]
    [InlineData($"23 {Sha1} ima-ng ", 20)]
    [InlineData($"24 {Sha1} ima-ng ", null)]
    [InlineData($"99 {Sha1} ima-ng ", null)]
    [InlineData($"-1 {Sha1} ima-ng ", null)]
    [InlineData($"1x {Sha1} ima-ng ", null)]
    [InlineData($"x {Sha1} ima-ng ", null)]
    [InlineData($"  10 {Sha1} ima-ng ", null)]
    [InlineData($"10  {Sha1} ima-ng ", null)]
    [InlineData($"10 {Sha1}  ", null)]
    [InlineData($"10 {Sha1} ima-ng", null)]
    [InlineData($"10 {Sha1}", null)]
    [InlineData("10", null)]
    [InlineData("", null)]
    [InlineData($"10 {Sha1}0 ima-ng ", null)]
    [InlineData($"10 {Sha1}00 ima-ng ", null)]
    [InlineData("10 x123456789abcdef0123456789abcdef01234567 ima-ng ", null)]
    [InlineData($"10 {Sha1} ima\u0001 ", null)]
    public void A_line_of_a_list_begins_with_a_PCR_a_digest_and_a_template(string line, int? width) =>
        Assert.Equal(width, AsciiHead.Detect(Encoding.Latin1.GetBytes(line)));

    [Theory]
    [InlineData($"10 {Sha1}0 ima-ng rest")]
    [InlineData($"10 {Sha1} ima\u0001ng rest")]
    [InlineData($"24 {Sha1} ima-ng rest")]
    public void What_is_no_head_is_none_whatever_stands_in_its_other_words(string line) =>
        Assert.False(AsciiHead.TryParse(Encoding.Latin1.GetBytes(line), out _));

    [Fact]
    public void Each_word_of_a_head_is_its_own()
    {
        Assert.True(AsciiHead.TryParse(Encoding.ASCII.GetBytes($" 9 {Sha1} ima-sig sha256:aa /bin/a"), out var head));

        Assert.Equal((9, Sha1, "ima-sig", 52), (head.Pcr, Encoding.ASCII.GetString(head.HexDigest), Encoding.ASCII.GetString(head.TemplateName), head.Length));
    }
}
