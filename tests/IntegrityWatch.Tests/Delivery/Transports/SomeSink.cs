using System.Net;
using System.Text;
using IntegrityWatch.Delivery;
using IntegrityWatch.Delivery.Transports;
using IntegrityWatch.Reporting.Messages;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Sinks and messages for the tests of what carries one to the other.</summary>
internal static class SomeSink
{
    public static MessageSink At(
        Scheme scheme, SinkType type, int port, string host = "127.0.0.1", string path = "", SinkSecurity? security = null) => new()
    {
        Name = "some",
        Type = type,
        Format = MessageFormats.Of(type),
        Address = new SinkAddress(scheme, host, port, path),
        Security = security ?? SinkSecurity.Default,
    };

    public static MessageSink On(Scheme scheme, string path, SinkType type = SinkType.Ecs) => At(scheme, type, port: 0, host: "", path);

    public static IReadOnlyList<ReadOnlyMemory<byte>> Messages(params string[] texts) =>
        [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];

    /// <summary>A message of bytes that compression hardly shortens, and that holds neither a zero byte nor a line break.</summary>
    public static byte[] Incompressible(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        for (var at = 0; at < length; at++)
            bytes[at] = Math.Max((byte)11, bytes[at]);
        return bytes;
    }

    public static Task<TransportOutcome> SendAsync(MessageSink sink, params string[] texts) => SendAsync(sink, Messages(texts));

    public static Task<TransportOutcome> SendAsync(
        MessageSink sink, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken deadline = default) =>
        Transport.For(sink).SendAsync(messages, deadline);

    /// <summary>A port of this host at which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
