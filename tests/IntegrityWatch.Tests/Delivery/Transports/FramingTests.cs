using System.Text;
using CsCheck;
using IntegrityWatch.Delivery;
using IntegrityWatch.Delivery.Transports;

namespace IntegrityWatch.Tests.Delivery.Transports;

public class FramingTests
{
    private static readonly Gen<byte[][]> AnyMessages = Gen.OneOf(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 5000]).Array[0, 60];

    [Theory]
    [InlineData(SinkType.Gelf, "{\"a\":1}\0é\0")]
    [InlineData(SinkType.Syslog, "7 {\"a\":1}2 é")]
    [InlineData(SinkType.Ecs, "{\"a\":1}\né\n")]
    [InlineData(SinkType.Cef, "{\"a\":1}\né\n")]
    public void Each_form_is_framed_as_its_receivers_read_it(SinkType type, string framed) =>
        Assert.Equal(framed, Encoding.UTF8.GetString(Join(Framing.ForStream(type), SomeSink.Messages("{\"a\":1}", "é"))));

    [Theory]
    [InlineData(SinkType.Gelf, "a\0b", "message holds a zero byte, which would end it early")]
    [InlineData(SinkType.Cef, "a\nb", "message holds a line break, which would end it early")]
    [InlineData(SinkType.Syslog, "", "message is empty")]
    public void What_would_arrive_as_something_else_is_sorted_out(SinkType type, string text, string problem)
    {
        var screened = Framing.ForStream(type).Screen(SomeSink.Messages("first", text, "last"));
        Assert.Equal(["first", "last"], screened.Messages.Select(message => Encoding.UTF8.GetString(message.Span)));
        Assert.Equal(1, screened.Refused);
        Assert.Equal(problem, screened.Problem);
    }

    [Fact]
    public void Whatever_is_framed_by_a_zero_byte_comes_out_again() =>
        AnyMessages.Sample(messages => ComesOut(Framing.ZeroByte, messages, stream => StreamDecoder.Ended(stream, 0), (byte)0));

    [Fact]
    public void Whatever_is_framed_by_lines_comes_out_again() =>
        AnyMessages.Sample(messages => ComesOut(Framing.Line, messages, stream => StreamDecoder.Ended(stream, (byte)'\n'), (byte)'\n'));

    [Fact]
    public void Whatever_is_framed_by_its_length_comes_out_again() =>
        AnyMessages.Sample(messages => ComesOut(Framing.OctetCount, messages, StreamDecoder.Counted, without: null));

    private static void ComesOut(Framing framing, byte[][] messages, Func<byte[], List<byte[]>> decode, byte? without)
    {
        var screened = framing.Screen([.. messages.Select(message => (ReadOnlyMemory<byte>)message)]);
        var expected = messages.Where(message => message.Length > 0 && (without is not { } end || !message.Contains(end))).ToList();
        Assert.Equal(messages.Length - expected.Count, screened.Refused);
        Assert.Equal(expected, decode(Join(framing, screened.Messages)));
    }

    private static byte[] Join(Framing framing, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var stream = new MemoryStream();
        foreach (var buffer in framing.Buffers(messages))
            stream.Write(buffer.Span);
        return stream.ToArray();
    }
}
