using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>Opens connections by TLS 1.2 or 1.3.</summary>
internal static class Tls
{
    public static async Task<StreamConnection> OpenAsync(SinkAddress address, SinkSecurity security, CancellationToken deadline)
    {
        var trust = TlsTrust.Of(security, address.Host);
        var socket = await Connector.ConnectAsync(address.Host, address.Port, deadline);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await StepTimeout.LimitAsync(limit => stream.AuthenticateAsClientAsync(trust.Options, limit), StepTimeout.Progress,
                $"no answer from {NetworkText.Endpoint(address.Host, address.Port)}", deadline);
            return new StreamConnection(socket, stream, Describe(stream));
        }
        catch (AuthenticationException) when (trust.Problem is { } problem)
        {
            await stream.DisposeAsync();
            throw new TransportException(problem);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static string Describe(SslStream stream)
    {
        var protocol = stream.SslProtocol is SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2";
        return $"{protocol}, {NetworkText.Of(stream.RemoteCertificate?.Subject ?? "")}";
    }
}
