using CsCheck;
using IntegrityWatch.Reporting.Text;

namespace IntegrityWatch.Tests.Reporting.Text;

public class WrappingTests
{
    [Fact]
    public void Without_a_width_a_line_stays_one() =>
        Assert.Equal([new string(' ', 4) + new string('a', 500) + " b"], Wrapping.Wrap(new string('a', 500) + " b", 4, null));

    [Fact]
    public void Lines_break_between_words() =>
        Assert.Equal(["  one two three four", "  five six"], Wrapping.Wrap("one two three four five six", 2, 22));

    [Fact]
    public void A_word_that_is_wider_stays_whole() =>
        Assert.Equal([" a", " " + new string('b', 60), " c"], Wrapping.Wrap($"a {new string('b', 60)} c", 1, 30));

    [Fact]
    public void No_word_is_lost_and_no_line_is_wider_than_it_must_be() =>
        Gen.Select(Gen.OneOf("a", "bb", "ccccc", " ", "  ", new string('d', 40)).Array[0, 30], Gen.Int[1, 60], Gen.Int[0, 6])
            .Sample((pieces, columns, indent) =>
            {
                var text = string.Concat(pieces);
                var width = Math.Max(columns - indent, 20);
                var lines = Wrapping.Wrap(text, indent, columns).Select(line => line[indent..]).ToList();
                return string.Join(' ', lines) == text
                    && lines.TrueForAll(line => line.Length <= width || !line.TrimStart(' ').Contains(' '));
            });
}
