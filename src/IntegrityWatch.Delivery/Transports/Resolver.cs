using System.Net;
using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>Finds the addresses of a host.</summary>
internal static class Resolver
{
    private const int MostAddresses = 16;

    /// <summary>In the order in which they are to be tried; one at least.</summary>
    /// <exception cref="TransportException">There are none, or none came in time.</exception>
    /// <exception cref="OperationCanceledException">There was no time left to ask.</exception>
    public static async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        if (IPAddress.TryParse(host, out var written))
            return [written];
        try
        {
            // The system's resolver cannot be stopped; it is left to end by itself.
            var found = await StepTimeout.LimitAsync(limit => Dns.GetHostAddressesAsync(host, limit).WaitAsync(limit),
                StepTimeout.Connect, "no answer from the name server", deadline);
            return found.Length > 0 ? found[..Math.Min(found.Length, MostAddresses)] : throw new TransportException("no such host");
        }
        catch (OperationCanceledException)
        {
            throw new TransportException("no answer from the name server");
        }
        catch (SocketException exception)
        {
            throw new TransportException(Problem.Of(exception));
        }
        catch (ArgumentException)
        {
            throw new TransportException("no such host");
        }
    }
}
