using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IntegrityWatch.Tests.Delivery.Transports;

/// <summary>Takes posts, and answers each as the test says.</summary>
internal sealed class HttpReceiver : IDisposable
{
    private readonly StreamReceiver receiver;
    private readonly Func<string, string> answer;
    private int underWay;
    private int mostUnderWay;

    /// <param name="answer">Of a body, the whole answer with its header.</param>
    public HttpReceiver(Func<string, string> answer, X509Certificate2? certificate = null)
    {
        this.answer = answer;
        receiver = StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = await SecureAsync(socket, certificate);
            while (await ReadAsync(stream) is { } request)
                await AnswerAsync(stream, request, self.Over);
        });
    }

    public static string Accepted { get; } = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    public int Port => receiver.Port;

    /// <summary>Header and body of each request.</summary>
    public ConcurrentQueue<(string Header, string Body)> Requests { get; } = new();

    public IEnumerable<string> Bodies => Requests.Select(request => request.Body);

    public int MostUnderWay => mostUnderWay;

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; init; }

    public static string Status(string status, string header = "") => $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{header}\r\n";

    public void Dispose() => receiver.Dispose();

    private static async Task<Stream> SecureAsync(Socket socket, X509Certificate2? certificate)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (certificate is null)
            return plain;
        var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(certificate);
        return stream;
    }

    private async Task AnswerAsync(Stream stream, (string Header, string Body) request, CancellationToken over)
    {
        var now = Interlocked.Increment(ref underWay);
        lock (Requests)
            mostUnderWay = Math.Max(mostUnderWay, now);
        Requests.Enqueue(request);
        await Task.Delay(Delay, over);
        Interlocked.Decrement(ref underWay);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request.Body)), over);
    }

    private static async Task<(string Header, string Body)?> ReadAsync(Stream stream)
    {
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            header.Append((char)one[0]);
        }
        const string field = "Content-Length: ";
        var text = header.ToString();
        var at = text.IndexOf(field, StringComparison.OrdinalIgnoreCase) + field.Length;
        var body = new byte[int.Parse(text[at..text.IndexOf('\r', at)])];
        await stream.ReadExactlyAsync(body);
        return (text, Encoding.UTF8.GetString(body));
    }
}
