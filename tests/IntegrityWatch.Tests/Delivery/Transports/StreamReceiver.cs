using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Listens on this host, and treats whoever connects as the test says.</summary>
internal sealed class StreamReceiver : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource over = new();
    private readonly MemoryStream received = new();

    private StreamReceiver(IPAddress address, Func<StreamReceiver, Socket, Task> treat)
    {
        listener = new TcpListener(address, 0);
        listener.Start();
        _ = AcceptAsync(treat);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>Cancelled when the test is over.</summary>
    public CancellationToken Over => over.Token;

    public byte[] Received
    {
        get
        {
            lock (received)
                return received.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Received);

    public static StreamReceiver That(Func<StreamReceiver, Socket, Task> treat, IPAddress? address = null) =>
        new(address ?? IPAddress.Loopback, treat);

    /// <summary>Reads to the end, then closes.</summary>
    public static StreamReceiver ThatReads(IPAddress? address = null) => That(async (self, socket) =>
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await self.KeepAsync(stream);
    }, address);

    /// <summary>Reads, and never closes.</summary>
    public static StreamReceiver ThatStays() => That(async (self, socket) =>
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await self.KeepAsync(stream);
        await Task.Delay(Timeout.Infinite, self.Over);
    });

    /// <summary>Accepts, and reads nothing.</summary>
    public static StreamReceiver ThatIgnores() => That(async (self, socket) =>
    {
        using (socket)
            await Task.Delay(Timeout.Infinite, self.Over);
    });

    /// <summary>Keeps what comes until its end.</summary>
    public async Task KeepAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await stream.ReadAsync(buffer, Over)) > 0)
        {
            lock (received)
                received.Write(buffer, 0, length);
        }
    }

    public void Dispose()
    {
        over.Cancel();
        listener.Stop();
        over.Dispose();
    }

    private async Task AcceptAsync(Func<StreamReceiver, Socket, Task> treat)
    {
        while (!over.IsCancellationRequested)
        {
            var socket = await listener.AcceptSocketAsync(Over);
            Connections++;
            _ = treat(this, socket);
        }
    }
}
