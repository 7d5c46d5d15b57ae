using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using IntegrityWatch.Delivery;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Tests.Delivery;

/// <summary>A GELF receiver on a port of this host, which can be away.</summary>
internal sealed class SomeSink : IDisposable
{
    private readonly List<JsonElement> received = [];
    private readonly int port;
    private TcpListener? listener;
    private Task? serving;

    public SomeSink(string name = "graylog")
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
        Sink = new MessageSink { Name = name, Type = SinkType.Gelf, Format = MessageFormats.Gelf, Address = new SinkAddress(Scheme.Tcp, "127.0.0.1", port, "") };
    }

    public MessageSink Sink { get; init; }

    /// <summary>What came since it was asked last.</summary>
    public IReadOnlyList<JsonElement> Take()
    {
        lock (received)
        {
            JsonElement[] taken = [.. received];
            received.Clear();
            return taken;
        }
    }

    public IEnumerable<string> TakeIds() => Take().Select(message => message.GetProperty("_finding_id").GetString()!);

    public void Start()
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        serving = Task.Run(Serve);
    }

    public void Stop()
    {
        listener?.Stop();
        serving?.Wait();
        listener = null;
    }

    public void Dispose() => Stop();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener!.AcceptTcpClientAsync();
                using var all = new MemoryStream();
                await client.GetStream().CopyToAsync(all);
                foreach (var message in all.ToArray().Split((byte)0))
                    lock (received)
                        received.Add(JsonDocument.Parse(message).RootElement);
            }
        }
        catch (Exception fault) when (fault is SocketException or InvalidOperationException or OperationCanceledException)
        {
            // It was stopped.
        }
    }
}
