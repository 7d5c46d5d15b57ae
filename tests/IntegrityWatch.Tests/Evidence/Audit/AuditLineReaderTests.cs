using System.Text;
using CsCheck;
using IntegrityWatch.Evidence.Audit.Log;

namespace IntegrityWatch.Tests.Evidence.Audit;

public sealed class AuditLineReaderTests
{
    [Fact]
    public void A_line_without_a_newline_at_the_end_is_not_returned()
    {
        var (lines, reader) = Read(new MemoryStream("one\ntwo\nthr"u8.ToArray()));

        Assert.Equal(["one", "two"], lines);
        Assert.Equal(2, reader.LineNumber);
        Assert.True(reader.EndsIncomplete);
        Assert.Equal("thr"u8, reader.Incomplete);
    }

    [Theory]
    [InlineData(AuditLineReader.MaxLine, false)]
    [InlineData(AuditLineReader.MaxLine + 1, true)]
    [InlineData(3 * 1024 * 1024, true)]
    public void A_line_that_is_too_long_is_passed_over(int length, bool tooLong)
    {
        var line = new string('x', length);

        var (lines, reader) = Read(new MemoryStream(Encoding.ASCII.GetBytes($"one\n{line}\ntwo\n")));

        Assert.Equal(["one", tooLong ? "TOO LONG" : line, "two"], lines);
        Assert.Equal((length + 9, length + 9), (reader.Offset, reader.End));
        Assert.False(reader.EndsIncomplete);
    }

    [Fact]
    public void A_last_line_that_is_too_long_and_has_no_newline_is_incomplete() =>
        Assert.True(Read(new MemoryStream(new byte[3 * 1024 * 1024])).Reader.EndsIncomplete);

    [Fact]
    public void Lines_are_the_same_in_pieces_of_any_size() =>
        Gen.Select(Gen.OneOf(Gen.Byte, Gen.Const((byte)'\n')).Array[0, 300], Gen.Int[1, 310]).Sample((bytes, chunk) =>
        {
            var (lines, reader) = Read(new ChunkedStream(bytes, chunk));
            var expected = Encoding.Latin1.GetString(bytes).Split('\n');
            Assert.Equal(expected[..^1], lines);
            Assert.Equal(expected[^1], Encoding.Latin1.GetString(reader.Incomplete));
            Assert.Equal((bytes.Length - expected[^1].Length, bytes.Length), (reader.Offset, reader.End));
        }, iter: 200);

    private static (List<string> Lines, AuditLineReader Reader) Read(Stream stream)
    {
        var reader = new AuditLineReader(stream);
        var lines = new List<string>();
        while (reader.TryRead(out var line, out var tooLong))
            lines.Add(tooLong ? "TOO LONG" : Encoding.Latin1.GetString(line));
        return (lines, reader);
    }
}
