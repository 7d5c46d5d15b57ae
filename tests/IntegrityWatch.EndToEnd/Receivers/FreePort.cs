using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>Ports of 127.0.0.1 that nobody listens at, each given once.</summary>
internal static class FreePort
{
    /// <summary>Below those that Linux gives to connections that go out, so that none of them takes a port between its choice and its use.</summary>
    private const int First = 20_000, AfterLast = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>Free for TCP and for UDP.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, AfterLast);
            if (Given.TryAdd(port, true) && IsFree(port, SocketType.Stream, ProtocolType.Tcp) && IsFree(port, SocketType.Dgram, ProtocolType.Udp))
                return port;
        }
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
