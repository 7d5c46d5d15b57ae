using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrityWatch.Delivery;

namespace IntegrityWatch.Tests.Delivery.Transports;

public sealed class UdpTransportTests : IDisposable
{
    private readonly UdpClient receiver = new(new IPEndPoint(IPAddress.Loopback, 0));

    private int Port => ((IPEndPoint)receiver.Client.LocalEndPoint!).Port;

    public void Dispose() => receiver.Dispose();

    [Theory]
    [InlineData(SinkType.Syslog)]
    [InlineData(SinkType.Ecs)]
    [InlineData(SinkType.Cef)]
    public async Task A_message_is_a_datagram_as_it_stands(SinkType type)
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, type, Port), "first", "two\nlines");
        Assert.Equal((2, null, "sent; UDP tells nothing back"), (outcome.Taken, outcome.Problem, outcome.Answer));
        Assert.Equal("first", Encoding.UTF8.GetString(await NextAsync()));
        Assert.Equal("two\nlines", Encoding.UTF8.GetString(await NextAsync()));
        Assert.Equal(0, receiver.Available);
    }

    [Fact]
    public async Task GELF_arrives_compressed_and_in_chunks_where_it_is_long()
    {
        receiver.Client.ReceiveBufferSize = 4 * 1024 * 1024;
        var big = SomeSink.Incompressible(100_000);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Gelf, Port), ["{}"u8.ToArray(), big]);
        Assert.Equal((2, null), (outcome.Taken, outcome.Problem));
        var gelf = new GelfReceiver();
        Assert.Equal("{}"u8.ToArray(), gelf.Take(await NextAsync()));
        byte[]? whole = null;
        while (whole is null)
            whole = gelf.Take(await NextAsync());
        Assert.Equal(big, whole);
    }

    [Fact]
    public async Task Messages_that_are_too_long_are_refused_and_the_others_go_on()
    {
        receiver.Client.ReceiveBufferSize = 4 * 1024 * 1024;
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Syslog, Port),
            [new byte[65_508], SomeSink.Incompressible(65_507), "last"u8.ToArray()]);
        Assert.Equal((3, 1, "message is too long for UDP"), (outcome.Taken, outcome.Refused, outcome.Problem));
        Assert.Equal(65_507, (await NextAsync()).Length);
        Assert.Equal("last", Encoding.UTF8.GetString(await NextAsync()));
    }

    [Fact]
    public async Task GELF_that_is_too_long_even_in_chunks_is_refused_and_the_others_go_on()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Gelf, Port),
            [SomeSink.Incompressible(1_100_000), "{}"u8.ToArray()]);
        Assert.Equal((2, 1, "message is too long for UDP"), (outcome.Taken, outcome.Refused, outcome.Problem));
        Assert.Equal("{}"u8.ToArray(), new GelfReceiver().Take(await NextAsync()));
    }

    [Theory]
    [InlineData(SinkType.Gelf)]
    [InlineData(SinkType.Syslog)]
    public async Task Nothing_is_sent_for_an_empty_message(SinkType type)
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, type, Port), "");
        Assert.Equal((1, 1, "message is empty", null), (outcome.Taken, outcome.Refused, outcome.Problem, outcome.Answer));
        Assert.Equal(0, receiver.Available);
    }

    [Fact]
    public async Task A_flood_does_not_overrun_a_receiver_that_reads_with_the_default_buffer()
    {
        const int count = 5000;
        // On a thread of its own, as a receiver has: the others' tests share the pool.
        receiver.Client.ReceiveTimeout = (int)TimeSpan.FromSeconds(30).TotalMilliseconds;
        var reading = Task.Factory.StartNew(() =>
        {
            var buffer = new byte[100];
            for (var number = 0; number < count; number++)
                Assert.Equal($"message {number}", Encoding.UTF8.GetString(buffer.AsSpan(0, receiver.Client.Receive(buffer))));
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Udp, SinkType.Cef, Port), [.. Enumerable.Range(0, count).Select(number => $"message {number}")]);
        Assert.Equal(count, outcome.Taken);
        await reading;
    }

    [Fact]
    public async Task A_host_where_nobody_listens_is_noticed_and_nothing_counts_as_taken()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Syslog, SomeSink.FreePort()), "one");
        Assert.Equal((0, "connection refused", null), (outcome.Taken, outcome.Problem, outcome.Answer));
    }

    [Fact]
    public async Task A_receiver_that_goes_away_after_the_first_has_nothing()
    {
        using var passing = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)passing.Client.LocalEndPoint!).Port;
        var sending = SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Syslog, port), "one", "two");
        await passing.ReceiveAsync();
        passing.Close();
        var outcome = await sending;
        Assert.Equal((0, "connection refused"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_name_with_two_addresses_is_reached_at_the_one_that_listens()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Syslog, Port, host: "localhost"), "one");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
        Assert.Equal("one", Encoding.UTF8.GetString(await NextAsync()));
    }

    [Fact]
    public async Task The_deadline_ends_it_and_what_was_sent_counts()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var messages = Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[60_000], 100_000).ToList();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Udp, SinkType.Cef, Port), messages, deadline.Token);
        Assert.InRange(outcome.Taken, 1, messages.Count - 1);
        Assert.Equal("not in the time that there was", outcome.Problem);
    }

    private async Task<byte[]> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return (await receiver.ReceiveAsync(timeout.Token)).Buffer;
    }
}
