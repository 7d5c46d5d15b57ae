using System.Net.Http.Headers;
using System.Net.Sockets;
using IntegrityWatch.Delivery.Transports.Streams;

namespace IntegrityWatch.Delivery.Transports.Http;

/// <summary>
/// Posts messages to one endpoint, by itself: it follows no redirect, asks no proxy, keeps no cookie, and reads next to nothing of what an
/// answer holds.
/// </summary>
internal sealed class HttpPoster : IDisposable
{
    /// <summary>Posts under way at once; each takes a connection.</summary>
    public const int MostAtOnce = 8;

    private const int MostHeaderKilobytes = 16;
    private const int MostBodyBytes = 4096;
    private static readonly TimeSpan MostBodyTime = TimeSpan.FromMilliseconds(200);

    private readonly SinkAddress address;
    private readonly string? authorization;
    private readonly HttpSecrets secrets;
    private readonly MediaTypeHeaderValue contentType;
    private readonly Uri endpoint;
    private readonly TlsTrust? trust;
    private readonly HttpClient client;

    /// <exception cref="TransportException">The sink's description is at fault.</exception>
    public HttpPoster(MessageSink sink)
    {
        address = sink.Address;
        authorization = HeaderValue(sink.Security.Authorization);
        secrets = new HttpSecrets(authorization);
        contentType = new MediaTypeHeaderValue(sink.Type is SinkType.Gelf or SinkType.Ecs ? "application/json" : "text/plain", "utf-8");
        endpoint = EndpointOf(address);
        trust = address.Scheme == Scheme.Https ? TlsTrust.Of(sink.Security, address.Host) : null;
        client = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Never throws for what the network or the receiver does.</summary>
    public async Task<HttpAnswer> PostAsync(ReadOnlyMemory<byte> message, CancellationToken deadline)
    {
        try
        {
            return await StepTimeout.LimitAsync(limit => ExchangeAsync(message, limit), StepTimeout.Post, Silence, deadline);
        }
        catch (OperationCanceledException) when (!deadline.IsCancellationRequested)
        {
            return new HttpAnswer(HttpVerdict.Failed, Silence);
        }
        catch (Exception exception) when (Problem.Of(exception) is { } problem)
        {
            return new HttpAnswer(HttpVerdict.Failed, trust?.Problem ?? problem);
        }
    }

    public void Dispose() => client.Dispose();

    private string Silence => $"no answer from {NetworkText.Endpoint(address.Host, address.Port)}";

    private async Task<HttpAnswer> ExchangeAsync(ReadOnlyMemory<byte> message, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new ReadOnlyMemoryContent(message);
        request.Content.Headers.ContentType = contentType;
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
        return HttpAnswer.Of(response, secrets);
    }

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = MostAtOnce,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = MostBodyBytes,
            ResponseDrainTimeout = MostBodyTime,
            ConnectTimeout = StepTimeout.Connect + StepTimeout.Progress,
            ConnectCallback = async (_, limit) =>
                new NetworkStream(await Connector.ConnectAsync(address.Host, address.Port, limit), ownsSocket: true),
        };
        if (trust is not null)
            handler.SslOptions = trust.Options;
        return handler;
    }

    /// <summary>RFC 9110, section 5.5, without the tab and what is no ASCII: a line break would begin a header of its own.</summary>
    private static string? HeaderValue(string? value) => value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? value
        : throw new TransportException("authorization holds what no header can");

    private static Uri EndpointOf(SinkAddress address)
    {
        var scheme = address.Scheme == Scheme.Https ? "https" : "http";
        var text = $"{scheme}://{NetworkText.Endpoint(address.Host, address.Port)}{(address.Path.Length == 0 ? "/" : address.Path)}";
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) ? endpoint : throw new TransportException("address is no URL");
    }
}
