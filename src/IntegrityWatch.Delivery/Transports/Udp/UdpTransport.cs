using System.Net;
using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports.Udp;

/// <summary>
/// Sends datagrams. All that ever comes back is a host's word that the port is closed (ICMP), and from far away not even that.
/// </summary>
internal sealed class UdpTransport(SinkAddress address, SinkType type) : ITransport
{
    private const int BytesBetweenPauses = 64 * 1024;

    /// <summary>What the receiver's kernel counts beside the content of a datagram, about.</summary>
    private const int Overhead = 768;

    /// <summary>A moment for a receiver to empty its buffer, commonly 208 KiB.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>In which a host nearby says that the port is closed.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(30);

    public async Task<TransportOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        if (messages.Count == 0)
            return new TransportOutcome { Taken = 0 };
        SocketException? first = null;
        try
        {
            foreach (var found in await Resolver.AddressesAsync(address.Host, deadline))
            {
                try
                {
                    return await SendAsync(found, messages, deadline);
                }
                catch (SocketException exception)
                {
                    first ??= exception;
                }
            }
            return new TransportOutcome { Taken = 0, Problem = Problem.Of(first!) };
        }
        catch (Exception exception) when (Problem.Of(exception) is { } problem)
        {
            return new TransportOutcome { Taken = 0, Problem = problem };
        }
    }

    /// <exception cref="SocketException">The port is closed, or the host cannot be reached: nothing was taken.</exception>
    private async Task<TransportOutcome> SendAsync(
        IPAddress found, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline)
    {
        using var socket = new Socket(found.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(new IPEndPoint(found, address.Port), deadline);
        var tally = new DatagramTally();
        try
        {
            foreach (var message in messages)
            {
                if (message.IsEmpty)
                    tally.Refuse(Framing.Empty);
                else if (Datagrams.Of(type, message) is { } datagrams)
                    await SendAsync(socket, datagrams, tally, deadline);
                else
                    tally.Refuse("message is too long for UDP");
                tally.Taken++;
            }
            if (tally.Datagrams > 0)
                await ThrowIfRefusedAsync(socket, deadline);
            return tally.Outcome(tally.Datagrams > 0 ? "sent; UDP tells nothing back" : null);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TransportException)
        {
            ThrowIfRefused(socket);
            return tally.Outcome(answer: null) with { Problem = Problem.Of(exception) };
        }
    }

    private static async Task SendAsync(
        Socket socket, IReadOnlyList<ReadOnlyMemory<byte>> datagrams, DatagramTally tally, CancellationToken deadline)
    {
        foreach (var datagram in datagrams)
        {
            await StepTimeout.LimitAsync(limit => socket.SendAsync(datagram, SocketFlags.None, limit).AsTask(),
                StepTimeout.Progress, StepTimeout.Stopped, deadline);
            if (tally.Datagrams++ == 0)
                await ThrowIfRefusedAsync(socket, deadline);
            tally.BytesSincePause += datagram.Length + Overhead;
            if (tally.BytesSincePause < BytesBetweenPauses)
                continue;
            await Task.Delay(Pause, deadline);
            tally.BytesSincePause = 0;
        }
    }

    private static async Task ThrowIfRefusedAsync(Socket socket, CancellationToken deadline)
    {
        await Task.Delay(Wait, deadline);
        ThrowIfRefused(socket);
    }

    private static void ThrowIfRefused(Socket socket)
    {
        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != SocketError.Success)
            throw new SocketException((int)error);
    }
}
