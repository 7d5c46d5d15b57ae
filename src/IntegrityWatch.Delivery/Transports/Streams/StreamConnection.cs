using System.Net.Security;
using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>A connection that messages are written to, and that tells at its end whether the receiver has them.</summary>
/// <param name="stream">What is written to; it owns the socket.</param>
/// <param name="description">Of the receiver, for people; null where there is nothing to tell.</param>
internal sealed class StreamConnection(Socket socket, Stream stream, string? description) : IDisposable
{
    /// <summary>So little that a receiver which does not take it in <see cref="StepTimeout.Progress"/> has stopped.</summary>
    private const int PieceSize = 16 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken deadline)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(PieceSize, bytes.Length)..])
        {
            var piece = bytes[..Math.Min(PieceSize, bytes.Length)];
            await StepTimeout.LimitAsync(limit => stream.WriteAsync(piece, limit).AsTask(), StepTimeout.Progress, StepTimeout.Stopped, deadline);
        }
    }

    /// <summary>Says that nothing follows, and waits until the receiver has everything.</summary>
    /// <returns>What came back.</returns>
    public async Task<string> FinishAsync(CancellationToken deadline)
    {
        if (stream is SslStream tls)
            await StepTimeout.LimitAsync(limit => tls.ShutdownAsync().WaitAsync(limit), StepTimeout.Progress, StepTimeout.Stopped, deadline);
        socket.Shutdown(SocketShutdown.Send);
        var closed = await IsClosedAsync(deadline);
        await StepTimeout.LimitAsync(AcknowledgedAsync, StepTimeout.Progress, StepTimeout.Stopped, deadline);
        var ending = closed ? "taken, and the connection closed" : "taken; the receiver keeps the connection open";
        return description is null ? ending : $"{ending}; {description}";
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Reads, and drops, what the receiver says until it has no more to say; false where it goes on for too long.</summary>
    /// <exception cref="IOException">The receiver broke the connection off.</exception>
    private async Task<bool> IsClosedAsync(CancellationToken deadline)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(StepTimeout.Farewell);
        var dropped = new byte[4096];
        try
        {
            while (await stream.ReadAsync(dropped, limit.Token) > 0)
                limit.Token.ThrowIfCancellationRequested();
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until the other host's kernel has said that it holds every byte. A receiver that closed before it read them looks at
    /// first like one that has read everything.
    /// </summary>
    private async Task AcknowledgedAsync(CancellationToken limit)
    {
        while (TcpState.IsUnacknowledged(socket))
            await Task.Delay(Pause, limit);
        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != SocketError.Success)
            throw new SocketException((int)error);
    }
}

/// <summary>What the kernel knows of a connection: the first byte of struct tcp_info (linux/tcp.h, TCP_INFO in tcp(7)).</summary>
internal static class TcpState
{
    private const int Tcp = 6;
    private const int Info = 11;

    /// <summary>The states of include/net/tcp_states.h in which our end was sent, but its arrival was not told.</summary>
    private const byte FirstWait = 4;
    private const byte LastAcknowledgement = 9;
    private const byte Closing = 11;

    /// <summary>
    /// After the sending side was shut: whether something of what was sent is still on its way. False for what is no TCP.
    /// </summary>
    public static bool IsUnacknowledged(Socket socket)
    {
        Span<byte> state = stackalloc byte[1];
        try
        {
            socket.GetRawSocketOption(Tcp, Info, state);
            return state[0] is FirstWait or LastAcknowledgement or Closing;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
