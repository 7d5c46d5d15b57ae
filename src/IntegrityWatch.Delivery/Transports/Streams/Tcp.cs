using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>Opens plain connections.</summary>
internal static class Tcp
{
    public static async Task<StreamConnection> OpenAsync(SinkAddress address, CancellationToken deadline)
    {
        var socket = await Connector.ConnectAsync(address.Host, address.Port, deadline);
        return new StreamConnection(socket, new NetworkStream(socket, ownsSocket: true), description: null);
    }
}
