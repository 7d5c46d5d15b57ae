using System.Net;
using System.Net.Sockets;

namespace IntegrityWatch.Delivery.Transports.Streams;

/// <summary>
/// Connects by TCP to whichever address of a host answers first. The next is tried when the one before failed or was silent for a
/// moment (RFC 8305), so that a host with a dead IPv6 address is reached by its IPv4 address.
/// </summary>
internal static class Connector
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    /// <exception cref="TransportException">No address could be connected to.</exception>
    /// <exception cref="OperationCanceledException">There was no time left to try.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken deadline)
    {
        var addresses = await Resolver.AddressesAsync(host, deadline);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(StepTimeout.Connect);
        var attempts = new List<Task<Socket>>(addresses.Count);
        try
        {
            return await FirstAsync(addresses, port, attempts, limit.Token)
                ?? throw new TransportException(Reason(attempts) ?? $"no answer from {NetworkText.Endpoint(host, port)}");
        }
        finally
        {
            await limit.CancelAsync();
            await DropOthersAsync(attempts);
        }
    }

    /// <summary>The connection, taken out of the attempts; null where all failed.</summary>
    private static async Task<Socket?> FirstAsync(
        IReadOnlyList<IPAddress> addresses, int port, List<Task<Socket>> attempts, CancellationToken limit)
    {
        var pending = new List<Task<Socket>>();
        for (var next = 0; next < addresses.Count || pending.Count > 0;)
        {
            if (next < addresses.Count)
            {
                var attempt = ConnectAsync(addresses[next++], port, limit);
                attempts.Add(attempt);
                pending.Add(attempt);
            }
            var ended = Task.WhenAny(pending);
            if (next < addresses.Count && await Task.WhenAny(ended, Task.Delay(Moment, CancellationToken.None)) != ended)
                continue;
            var attempted = await ended;
            pending.Remove(attempted);
            if (attempted.IsCompletedSuccessfully)
            {
                attempts.Remove(attempted);
                return attempted.Result;
            }
        }
        return null;
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken limit)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), limit);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What the first said that was reached; failing that, what any said; null where there was silence alone.</summary>
    private static string? Reason(List<Task<Socket>> attempts)
    {
        var errors = attempts.Select(attempt => attempt.Exception?.InnerException).OfType<SocketException>().ToList();
        var error = errors.Find(error => error.SocketErrorCode is SocketError.ConnectionRefused) ?? errors.FirstOrDefault();
        return error is null or { SocketErrorCode: SocketError.TimedOut or SocketError.OperationAborted } ? null : Problem.Of(error);
    }

    private static async Task DropOthersAsync(List<Task<Socket>> attempts)
    {
        foreach (var attempt in attempts)
        {
            await Task.WhenAny(attempt);
            if (attempt.IsCompletedSuccessfully)
                attempt.Result.Dispose();
            else
                _ = attempt.Exception;
        }
    }
}
