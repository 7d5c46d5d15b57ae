using System.Text;
using IntegrityWatch.AuditRules.Installation;

namespace IntegrityWatch.Tests.AuditRules.Installation;

public class LineDifferenceTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb\n", "", "")]
    [InlineData("a\nb\n", "b\na", "", "")]
    [InlineData("a\nb\n", "a\nc\n", "c", "b")]
    [InlineData("a\na\n", "a\n", "", "a")]
    [InlineData("a\n", "a\na\na\n", "a,a", "")]
    [InlineData("", "x\ny\n", "x,y", "")]
    public void It_is_the_lines_that_only_one_has(string old, string changed, string added, string removed)
    {
        var difference = LineDifference.Between(Encoding.UTF8.GetBytes(old), Encoding.UTF8.GetBytes(changed));

        Assert.Equal(added, string.Join(',', difference.Added));
        Assert.Equal(removed, string.Join(',', difference.Removed.Where(line => line.Length > 0)));
    }

    [Fact]
    public void What_is_no_text_is_compared_all_the_same() =>
        Assert.Equal(["\\xff"], LineDifference.Between([0xff, (byte)'\n'], "a\n"u8).Removed);
}
