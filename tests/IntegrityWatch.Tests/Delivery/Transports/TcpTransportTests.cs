using System.Net;
using System.Net.Sockets;
using IntegrityWatch.Delivery;

namespace IntegrityWatch.Tests.Delivery.Transports;

public class TcpTransportTests
{
    [Theory]
    [InlineData(SinkType.Gelf, "{}\0{}\0")]
    [InlineData(SinkType.Syslog, "2 {}2 {}")]
    [InlineData(SinkType.Ecs, "{}\n{}\n")]
    public async Task Messages_arrive_in_their_frames_and_the_end_is_told(SinkType type, string framed)
    {
        using var receiver = StreamReceiver.ThatReads();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, type, receiver.Port), "{}", "{}");
        Assert.Null(outcome.Problem);
        Assert.Equal(2, outcome.Taken);
        Assert.Equal("taken, and the connection closed", outcome.Answer);
        Assert.Equal(framed, receiver.Text);
    }

    [Fact]
    public async Task A_receiver_that_never_closes_has_the_messages()
    {
        using var receiver = StreamReceiver.ThatStays();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port), "{}");
        Assert.Null(outcome.Problem);
        Assert.Equal(1, outcome.Taken);
        Assert.Equal("taken; the receiver keeps the connection open", outcome.Answer);
        Assert.Equal("{}\n", receiver.Text);
    }

    [Fact]
    public async Task What_the_receiver_says_does_not_matter()
    {
        using var receiver = StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(new byte[100_000], self.Over);
            await self.KeepAsync(stream);
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port), "{}");
        Assert.Equal(1, outcome.Taken);
        Assert.Equal("taken, and the connection closed", outcome.Answer);
    }

    [Fact]
    public async Task Many_megabytes_arrive_as_they_were()
    {
        using var receiver = StreamReceiver.ThatReads();
        var messages = Enumerable.Repeat((ReadOnlyMemory<byte>)SomeSink.Incompressible(100_001), 60).ToList();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Syslog, receiver.Port), messages);
        Assert.Equal(60, outcome.Taken);
        Assert.Equal(messages.Select(message => message.ToArray()), StreamDecoder.Counted(receiver.Received));
    }

    [Fact]
    public async Task A_message_that_would_break_the_frames_is_refused_and_the_others_go_on()
    {
        using var receiver = StreamReceiver.ThatReads();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Cef, receiver.Port), "a", "b\nb", "c");
        Assert.Equal((3, 1), (outcome.Taken, outcome.Refused));
        Assert.Equal("message holds a line break, which would end it early", outcome.Problem);
        Assert.Equal("a\nc\n", receiver.Text);
    }

    [Fact]
    public async Task Nobody_is_troubled_for_nothing()
    {
        using var receiver = StreamReceiver.ThatReads();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Cef, receiver.Port));
        Assert.Equal((0, null, null), (outcome.Taken, outcome.Problem, outcome.Answer));
        Assert.Equal(0, receiver.Connections);
    }

    [Fact]
    public async Task A_refused_connection_is_told_and_nothing_counts_as_taken()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Gelf, SomeSink.FreePort()), "{}");
        Assert.Equal((0, "connection refused"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_host_without_an_address_is_told()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Gelf, 514, host: "log.invalid"), "{}");
        Assert.Equal(0, outcome.Taken);
        Assert.Contains(outcome.Problem, new[] { "no such host", "no answer from the name server" });
    }

    [Fact]
    public async Task A_name_that_cannot_be_one_is_no_host()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Gelf, 514, host: new string('x', 300)), "{}");
        Assert.Equal((0, "no such host"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_name_with_two_addresses_is_reached_at_the_one_that_listens()
    {
        using var receiver = StreamReceiver.ThatReads(IPAddress.Loopback);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port, host: "localhost"), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task An_IPv6_address_is_reached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        using var receiver = StreamReceiver.ThatReads(IPAddress.IPv6Loopback);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port, host: "::1"), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_reset_connection_is_told_and_nothing_counts_as_taken()
    {
        using var receiver = StreamReceiver.That(async (self, socket) =>
        {
            await socket.ReceiveAsync(new byte[1], self.Over);
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Gelf, receiver.Port), "{}", "{}");
        Assert.Equal((0, "connection reset"), (outcome.Taken, outcome.Problem));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000_000)]
    public async Task A_receiver_that_closes_before_it_has_read_has_nothing(int length)
    {
        using var receiver = StreamReceiver.That((_, socket) =>
        {
            socket.Close();
            return Task.CompletedTask;
        });
        var message = SomeSink.Incompressible(length);
        // Whether the end or the message crosses the network first is a matter of luck.
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Syslog, receiver.Port), [message]);
            Assert.Equal((0, "connection reset"), (outcome.Taken, outcome.Problem));
        }
    }

    [Theory]
    [InlineData(500_000)]
    [InlineData(30_000_000)]
    public async Task A_receiver_that_reads_nothing_has_nothing_even_if_this_kernel_took_it_all_to_send(int length)
    {
        using var receiver = StreamReceiver.ThatIgnores();
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tcp, SinkType.Syslog, receiver.Port), [SomeSink.Incompressible(length)]);
        Assert.Equal((0, "the receiver took nothing for 5 seconds"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task The_deadline_ends_it_before_patience_does()
    {
        using var receiver = StreamReceiver.ThatIgnores();
        var messages = Enumerable.Repeat((ReadOnlyMemory<byte>)SomeSink.Incompressible(100_000), 300).ToList();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Syslog, receiver.Port), messages, deadline.Token);
        Assert.Equal((0, "not in the time that there was"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task What_a_host_has_at_the_deadline_counts_though_the_receiver_did_not_close()
    {
        using var receiver = StreamReceiver.ThatStays();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port), SomeSink.Messages("{}"), deadline.Token);
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up_after_some_seconds()
    {
        using var silent = new SilentPort();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tcp, SinkType.Gelf, silent.Port), "{}")
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, $"no answer from 127.0.0.1:{silent.Port}"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task Nobody_is_blamed_when_time_was_over_before()
    {
        using var receiver = StreamReceiver.ThatReads();
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tcp, SinkType.Ecs, receiver.Port), SomeSink.Messages("{}"), new CancellationToken(canceled: true));
        Assert.Equal((0, "not in the time that there was"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_deadline_in_connecting_names_who_did_not_answer()
    {
        using var silent = new SilentPort();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tcp, SinkType.Gelf, silent.Port), SomeSink.Messages("{}"), deadline.Token);
        Assert.Equal((0, $"no answer from 127.0.0.1:{silent.Port}"), (outcome.Taken, outcome.Problem));
    }
}
