using System.Net.Sockets;
using System.Security.Authentication;
using IntegrityWatch.Platform.Kernel;

namespace IntegrityWatch.Delivery.Transports;

/// <summary>What went wrong, in the words that people know it by.</summary>
public static class Problem
{
    public const string OutOfTime = "not in the time that there was";

    /// <summary>Null for what is no failure of a network, a sink or a file system, but a defect here.</summary>
    public static string? Of(Exception exception)
    {
        // Whatever broke because time was over says nothing of the receiver.
        if (exception is OperationCanceledException)
            return OutOfTime;
        // The cause that says most lies innermost, in wrappings that say little.
        string? problem = null;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            problem = Told(cause) ?? problem;
        return problem;
    }

    public static string Of(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "connection reset",
        // Writing to, or ending, what the other side has reset already.
        SocketError.Shutdown or SocketError.NotConnected => "connection reset",
        SocketError.HostNotFound or SocketError.NoData => "no such host",
        SocketError.TryAgain => "no answer from the name server",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.AccessDenied => "permission denied",
        SocketError.TimedOut => "no answer",
        _ => Errno.Describe(exception.NativeErrorCode),
    };

    private static string? Told(Exception cause) => cause switch
    {
        TransportException told => told.Message,
        SocketException socket => Of(socket),
        HttpRequestException http => OfHttp(http.HttpRequestError),
        HttpIOException http => OfHttp(http.HttpRequestError),
        _ when AlertIn(cause.Message) is { } alert => $"the receiver broke TLS off: {alert}",
        AuthenticationException => "TLS handshake failed",
        IOException => "connection broken",
        _ => null,
    };

    private static string OfHttp(HttpRequestError error) => error switch
    {
        HttpRequestError.InvalidResponse => "the answer is no HTTP",
        HttpRequestError.ResponseEnded => "connection closed without an answer",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's header is too long",
        _ => "no HTTP exchange possible",
    };

    /// <summary>
    /// OpenSSL names the alert that it got (RFC 8446, section 6) at the end: <c>...::tlsv13 alert certificate required</c>.
    /// </summary>
    private static string? AlertIn(string message)
    {
        const string mark = " alert ";
        var at = message.StartsWith("error:", StringComparison.Ordinal) ? message.LastIndexOf(mark, StringComparison.Ordinal) : -1;
        return at < 0 ? null : NetworkText.Of(message[(at + mark.Length)..]);
    }
}
