using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports;

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
