using CsCheck;
using IntegrityWatch.History.Outbox;

namespace IntegrityWatch.Tests.History.Outbox;

public class PackedMessagesTests
{
    [Fact]
    public void Messages_come_back_as_they_were_packed() => Gen.Byte.Array[0, 2000].List[0, 50].Sample(messages =>
    {
        var unpacked = PackedMessages.Unpack(PackedMessages.Pack(messages), messages.Count);

        Assert.Equal(messages, unpacked.Select(message => message.ToArray()));
    });

    [Fact]
    public void Fewer_messages_than_are_asked_for_are_a_fault() =>
        Assert.Throws<InvalidDataException>(() => PackedMessages.Unpack(PackedMessages.Pack([[1], [2]]), 3));

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_length_that_no_message_has_is_refused_before_anything_is_held_for_it(int length)
    {
        using var packed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(BitConverter.GetBytes(length));

        Assert.Contains("impossible length", Assert.Throws<InvalidDataException>(() => PackedMessages.Unpack(packed.ToArray(), 1)).Message);
    }

    [Fact]
    public void Anything_else_is_a_fault_or_messages_and_never_more_memory_than_they_need() => Gen.Byte.Array[0, 200].Sample(content =>
    {
        try
        {
            Assert.InRange(PackedMessages.Unpack(content, 3).Sum(message => message.Length), 0, PackedMessages.MostBytes);
        }
        catch (InvalidDataException)
        {
        }
    });
}
