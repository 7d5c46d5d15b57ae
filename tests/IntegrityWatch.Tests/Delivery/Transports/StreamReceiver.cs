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

    private StreamReceiver(IPAddress address, Func<StreamReceiver, Socket, Task> treat, int? buffer)
    {
        listener = new TcpListener(address, 0);
        if (buffer is { } size)
            listener.Server.ReceiveBufferSize = size;
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

    public static StreamReceiver That(Func<StreamReceiver, Socket, Task> treat, IPAddress? address = null, int? buffer = null) =>
        new(address ?? IPAddress.Loopback, treat, buffer);

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

    /// <summary>Accepts, and reads nothing; its kernel keeps little for it.</summary>
    public static StreamReceiver ThatIgnores() => That(async (self, socket) =>
    {
        using (socket)
            await Task.Delay(Timeout.Infinite, self.Over);
    }, buffer: 8192);

    /// <summary>Keeps what comes until its end, and hands it on where it is to go elsewhere too.</summary>
    public async Task KeepAsync(Stream stream, Stream? onward = null)
    {
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await stream.ReadAsync(buffer, Over)) > 0)
        {
            lock (received)
                received.Write(buffer, 0, length);
            if (onward is not null)
                await onward.WriteAsync(buffer.AsMemory(0, length), Over);
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
