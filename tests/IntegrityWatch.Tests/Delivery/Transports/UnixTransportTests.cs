using System.Net.Sockets;
using System.Text;
using IntegrityWatch.Delivery;

namespace IntegrityWatch.Tests.Delivery.Transports;

public sealed class UnixTransportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SinkType.Gelf)]
    [InlineData(SinkType.Syslog)]
    [InlineData(SinkType.Ecs)]
    [InlineData(SinkType.Cef)]
    public async Task A_message_is_a_datagram_as_it_stands(SinkType type)
    {
        using var receiver = Listen(SocketType.Dgram);
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"], type), "first", "second");
        Assert.Equal((2, null, "handed to the socket"), (outcome.Taken, outcome.Problem, outcome.Answer));
        Assert.Equal("first", await NextAsync(receiver));
        Assert.Equal("second", await NextAsync(receiver));
    }

    [Theory]
    [InlineData(SinkType.Gelf, "{}\0")]
    [InlineData(SinkType.Syslog, "2 {}")]
    [InlineData(SinkType.Cef, "{}\n")]
    public async Task A_stream_socket_gets_what_TCP_would(SinkType type, string framed)
    {
        using var listener = Listen(SocketType.Stream);
        listener.Listen();
        var receiving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptAsync();
            using var reader = new StreamReader(new NetworkStream(socket));
            return await reader.ReadToEndAsync();
        });
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"], type), "{}");
        Assert.Equal((1, null, "taken, and the connection closed"), (outcome.Taken, outcome.Problem, outcome.Answer));
        Assert.Equal(framed, await receiving);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_told()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), "{}");
        Assert.Equal((0, "no such socket"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_at_any_more_is_told()
    {
        // Left behind: closing a socket object here would remove its file too.
        Assert.True(Shell.Run($"python3 -c 'import socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(\"{folder["s"]}\")'"));
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), "{}");
        Assert.Equal((0, "connection refused"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_told()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder[new string('x', 120)]), "{}");
        Assert.Equal((0, "path is too long for a socket"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_message_that_the_socket_cannot_take_is_refused_and_the_others_go_on()
    {
        using var receiver = Listen(SocketType.Dgram);
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), [new byte[5_000_000], "{}"u8.ToArray()]);
        Assert.Equal((2, 1, "message is too long for the socket"), (outcome.Taken, outcome.Refused, outcome.Problem));
        Assert.Equal("{}", await NextAsync(receiver));
    }

    [Fact]
    public async Task A_reader_that_stopped_is_given_up_and_what_it_has_waiting_counts()
    {
        using var receiver = Listen(SocketType.Dgram);
        var messages = Enumerable.Range(0, 1000).Select(number => number.ToString("d4", null)).ToArray();
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), messages);
        Assert.InRange(outcome.Taken, 1, 999);
        Assert.Equal("the receiver took nothing for 5 seconds", outcome.Problem);
        for (var number = 0; number < outcome.Taken; number++)
            Assert.Equal(messages[number], await NextAsync(receiver));
        Assert.Equal(0, receiver.Available);
    }

    [Fact]
    public async Task A_stream_socket_that_nobody_accepts_at_is_given_up()
    {
        using var listener = Listen(SocketType.Stream);
        listener.Listen(1);
        // The kernel lets one more wait than it was told.
        using Socket first = Connect(), second = Connect();
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), "{}").WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, $"no answer from {folder["s"]}"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_stream_socket_that_is_busy_for_a_moment_is_waited_for()
    {
        using var listener = Listen(SocketType.Stream);
        listener.Listen(1);
        using Socket first = Connect(), second = Connect();
        var sending = SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), "{}");
        await Task.Delay(200);
        for (var number = 0; number < 2; number++)
            (await listener.AcceptAsync()).Close();
        using var socket = await listener.AcceptAsync();
        Assert.Equal("{}\n", await NextAsync(socket));
        var outcome = await sending;
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task An_empty_message_is_refused_since_it_would_look_like_the_end()
    {
        using var receiver = Listen(SocketType.Dgram);
        var outcome = await SomeSink.SendAsync(SomeSink.On(Scheme.Unix, folder["s"]), "", "{}");
        Assert.Equal((2, 1, "message is empty"), (outcome.Taken, outcome.Refused, outcome.Problem));
        Assert.Equal("{}", await NextAsync(receiver));
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(folder["s"]));
        return socket;
    }

    private Socket Listen(SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["s"]));
        return socket;
    }

    private static async Task<string> NextAsync(Socket receiver)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, await receiver.ReceiveAsync(buffer, timeout.Token));
    }
}
