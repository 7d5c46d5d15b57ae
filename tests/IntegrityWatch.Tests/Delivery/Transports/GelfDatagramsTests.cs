using CsCheck;
using IntegrityWatch.Delivery.Transports.Udp;
using IntegrityWatch.Delivery.Transports;

namespace IntegrityWatch.Tests.Delivery.Transports;

public class GelfDatagramsTests
{
    /// <summary>What 128 chunks can hold, less what gzip adds to bytes that it cannot shorten, about.</summary>
    private const int Most = 128 * (8192 - 12);

    [Fact]
    public void A_short_message_is_one_datagram_without_a_header()
    {
        var datagram = Assert.Single(GelfDatagrams.Of("{}"u8.ToArray())!);
        Assert.Equal([0x1f, 0x8b], datagram.Span[..2].ToArray());
        Assert.Equal("{}"u8.ToArray(), new GelfReceiver().Take(datagram.ToArray()));
    }

    [Fact]
    public void A_long_message_is_chunks_of_8192_bytes_that_share_an_id_and_are_counted_from_0()
    {
        var chunks = GelfDatagrams.Of(SomeSink.Incompressible(20_000))!.Select(chunk => chunk.ToArray()).ToList();
        Assert.Equal(3, chunks.Count);
        Assert.Equal([8192, 8192], chunks[..2].Select(chunk => chunk.Length));
        Assert.All(chunks, chunk => Assert.Equal([0x1e, 0x0f, .. chunks[0][2..10]], chunk[..10]));
        Assert.Equal([[0, 3], [1, 3], [2, 3]], chunks.Select(chunk => chunk[10..12]));
    }

    [Fact]
    public void Two_long_messages_do_not_share_an_id()
    {
        var message = SomeSink.Incompressible(10_000);
        Assert.NotEqual(GelfDatagrams.Of(message)![0].ToArray()[2..10], GelfDatagrams.Of(message)![0].ToArray()[2..10]);
    }

    [Fact]
    public void A_message_of_128_chunks_goes_and_one_of_more_does_not()
    {
        var random = new byte[Most + 1];
        new Random(1).NextBytes(random);
        Assert.Equal(128, GelfDatagrams.Of(random.AsMemory(0, Most - 4000))!.Count);
        Assert.Null(GelfDatagrams.Of(random));
    }

    [Fact]
    public void A_message_that_compresses_well_goes_however_long_it_is() =>
        Assert.Single(GelfDatagrams.Of(new byte[4_000_000])!);

    [Fact]
    public void Whatever_is_sent_comes_out_again_though_its_chunks_come_in_any_order() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[1, 100], Gen.Byte.Array[1, 60_000]).Array[1, 4], Gen.Int).Sample((messages, seed) =>
        {
            var datagrams = messages.SelectMany(message => GelfDatagrams.Of(message)!).Select(datagram => datagram.ToArray()).ToArray();
            new Random(seed).Shuffle(datagrams);
            var receiver = new GelfReceiver();
            var received = datagrams.Select(receiver.Take).OfType<byte[]>().Select(Convert.ToHexString).Order();
            Assert.Equal(messages.Select(Convert.ToHexString).Order(), received);
        }, iter: 50);
}
