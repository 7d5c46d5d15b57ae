using IntegrityWatch.Delivery.Transports.Http;
using IntegrityWatch.Delivery.Transports.Streams;
using IntegrityWatch.Delivery.Transports.Udp;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>Picks what carries messages to a sink, and how they are told apart there.</summary>
internal static class Transport
{
    public static ITransport For(MessageSink sink)
    {
        var address = sink.Address;
        var framing = Framing.ForStream(sink.Type);
        return address.Scheme switch
        {
            Scheme.Udp => new UdpTransport(address, sink.Type),
            Scheme.Tcp => new StreamTransport(framing, deadline => Tcp.OpenAsync(address, deadline)),
            Scheme.Tls => new StreamTransport(framing, deadline => Tls.OpenAsync(address, sink.Security, deadline)),
            Scheme.Http or Scheme.Https => new HttpTransport(sink),
            Scheme.Unix => new UnixTransport(address.Path, framing),
            Scheme.File => new FileTransport(address.Path),
        };
    }
}
