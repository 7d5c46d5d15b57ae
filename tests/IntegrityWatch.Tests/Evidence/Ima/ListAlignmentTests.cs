using System.Runtime.InteropServices;
using IntegrityWatch.Evidence;
using IntegrityWatch.Evidence.Ima;

namespace IntegrityWatch.Tests.Evidence.Ima;

/// <summary>A list beside what was read of it before, each entry a number.</summary>
public class ListAlignmentTests
{
    [Theory]
    [InlineData("123456", "123456", "Grown 0")]
    [InlineData("123456", "12345678", "Grown 0")]
    [InlineData("123456", "3456", "GoesOn 2")]
    [InlineData("123456", "345678", "GoesOn 2")]
    [InlineData("123456", "678", "GoesOn 5")]
    [InlineData("123456", "78", "Apart 6")]
    [InlineData("123456", "", "Apart 6")]
    [InlineData("123456", "1234", "Shrunk 0")]
    [InlineData("123456", "345", "Shrunk 2")]
    [InlineData("123456", "129456", "Differs 0")]
    [InlineData("123456", "19", "Differs 0")]
    [InlineData("123456", "34978", "Differs 0")]
    [InlineData("123456", "3978", "Apart 6")]
    [InlineData("111111", "1111", "GoesOn 2|GoesOn 3|GoesOn 4|GoesOn 5|Shrunk 0|Shrunk 1")]
    public void A_list_is_laid_beside_all_that_was_read(string before, string now, string expected) =>
        Assert.Equal(expected.Split('|').Order(), Places(before, dropped: 0, kept: before.Length, now).Order());

    [Theory]
    [InlineData(0, 3, "123456789", "Grown 0")]
    [InlineData(0, 3, "3456789", "GoesOn 2")]
    [InlineData(0, 3, "67", "GoesOn 5")]
    [InlineData(2, 3, "3456", "Grown 2")]
    [InlineData(2, 4, "34567", "Grown 2")]
    [InlineData(2, 4, "4567", "GoesOn 3")]
    [InlineData(2, 6, "3456", "Grown 2")]
    [InlineData(6, 0, "789", "Apart 6")]
    public void A_list_is_laid_beside_the_prints_that_were_kept(int dropped, int kept, string now, string expected) =>
        Assert.Equal([expected], Places("123456", dropped, kept, now));

    [Fact]
    public void The_longest_overlap_comes_first() =>
        Assert.Equal("GoesOn 1", Places("91111", 0, 5, "1111").First(place => place.StartsWith("GoesOn", StringComparison.Ordinal)));

    private static IEnumerable<string> Places(string before, int dropped, int kept, string now)
    {
        ulong[] prints = [.. before.Select(entry => (ulong)entry)];
        var memory = new ListMemory(
            new ListPosition { Form = "binary-20", Entries = before.Length, Dropped = dropped, Bytes = 1, PrefixDigest = [] }, Tests.Some.Replay)
        {
            Prints = MemoryMarshal.AsBytes(prints.AsSpan(before.Length - kept)).ToArray(),
        };
        return ListAlignment.Of(now.Select(entry => (ulong)entry).ToArray(), memory).Select(place => $"{place.Fit} {place.Dropped}");
    }
}
