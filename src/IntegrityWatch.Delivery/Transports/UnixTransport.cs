using System.Net.Sockets;
using IntegrityWatch.Delivery.Transports.Streams;
using IntegrityWatch.Delivery.Transports.Udp;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>A socket of this host: a datagram each, or a stream of messages where the socket is one.</summary>
/// <param name="path">Absolute.</param>
/// <param name="framing">Of a stream.</param>
internal sealed class UnixTransport(string path, Framing framing) : ITransport
{
    private const string TooLong = "message is too long for the socket";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        if (messages.Count == 0)
            return new TransportOutcome { Taken = 0 };
        try
        {
            deadline.ThrowIfCancellationRequested();
            using var socket = await ConnectAsync(SocketType.Dgram, deadline);
            if (socket is not null)
                return await SendAsync(socket, messages, deadline);
        }
        catch (Exception exception) when (Problem.Of(exception) is { } problem)
        {
            return new TransportOutcome { Taken = 0, Problem = problem };
        }
        return await new StreamTransport(framing, OpenStreamAsync).SendAsync(messages, deadline);
    }

    private static async Task<TransportOutcome> SendAsync(
        Socket socket, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        var tally = new DatagramTally();
        try
        {
            foreach (var message in messages)
            {
                if (message.IsEmpty)
                    tally.Refuse(Framing.Empty);
                else if (!await IsSentAsync(socket, message, deadline))
                    tally.Refuse(TooLong);
                tally.Taken++;
            }
            return tally.Outcome("handed to the socket");
        }
        catch (Exception exception) when (exception is OperationCanceledException or TransportException)
        {
            return tally.Outcome(answer: null) with { Problem = Problem.Of(exception) };
        }
    }

    /// <summary>False where the kernel does not take so long a message.</summary>
    private static async Task<bool> IsSentAsync(Socket socket, ReadOnlyMemory<byte> message, CancellationToken deadline)
    {
        try
        {
            await StepTimeout.LimitAsync(limit => socket.SendAsync(message, SocketFlags.None, limit).AsTask(),
                StepTimeout.Progress, StepTimeout.Stopped, deadline);
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.MessageSize)
        {
            return false;
        }
    }

    private async Task<StreamConnection> OpenStreamAsync(CancellationToken deadline)
    {
        var socket = await ConnectAsync(SocketType.Stream, deadline) ?? throw new TransportException("neither datagram nor stream socket");
        return new StreamConnection(socket, new NetworkStream(socket, ownsSocket: true), description: null);
    }

    /// <summary>Tries again while as many wait to be accepted as may: the kernel says so instead of waiting.</summary>
    private static async Task ConnectAsync(Socket socket, UnixDomainSocketEndPoint end, CancellationToken limit)
    {
        while (true)
        {
            try
            {
                await socket.ConnectAsync(end, limit);
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                await Task.Delay(Pause, limit);
            }
        }
    }

    /// <summary>Null where the socket is of another type.</summary>
    private async Task<Socket?> ConnectAsync(SocketType type, CancellationToken deadline)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            var end = new UnixDomainSocketEndPoint(path);
            await StepTimeout.LimitAsync(limit => ConnectAsync(socket, end, limit), StepTimeout.Connect, $"no answer from {path}", deadline);
            return socket;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            switch (exception)
            {
                case SocketException { SocketErrorCode: SocketError.ProtocolType }:
                    return null;
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable }:
                    throw new TransportException("no such socket");
                case ArgumentException:
                    throw new TransportException("path is too long for a socket");
                case OperationCanceledException:
                    throw new TransportException($"no answer from {path}");
                default:
                    throw;
            }
        }
    }
}
