using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrityWatch.Delivery;

namespace IntegrityWatch.Tests.Delivery.Transports;

public class HttpTransportTests
{
    private const string Secret = "Bearer c2VjcmV0LXRva2Vu";

    [Theory]
    [InlineData(SinkType.Gelf, "application/json")]
    [InlineData(SinkType.Ecs, "application/json")]
    [InlineData(SinkType.Syslog, "text/plain")]
    [InlineData(SinkType.Cef, "text/plain")]
    public async Task Each_message_is_a_post_as_it_stands(SinkType type, string contentType)
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted);
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Http, type, receiver.Port, path: "/gelf?source=a%20b"), "first", "sec\nönd");
        Assert.Equal((2, 0, null, "202 Accepted"), (outcome.Taken, outcome.Refused, outcome.Problem, outcome.Answer));
        Assert.Equal(["first", "sec\nönd"], receiver.Bodies);
        Assert.All(receiver.Requests, request =>
        {
            Assert.StartsWith("POST /gelf?source=a%20b HTTP/1.1\r\n", request.Header, StringComparison.Ordinal);
            Assert.Contains($"Content-Type: {contentType}; charset=utf-8\r\n", request.Header, StringComparison.Ordinal);
            Assert.Contains($"Host: 127.0.0.1:{receiver.Port}\r\n", request.Header, StringComparison.Ordinal);
            Assert.DoesNotContain("Authorization", request.Header, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_address_without_a_path_means_the_root()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted);
        await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.StartsWith("POST / HTTP/1.1\r\n", receiver.Requests.Single().Header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authorization_is_sent()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted);
        await SomeSink.SendAsync(Secretly(receiver.Port), "{}");
        Assert.Contains($"Authorization: {Secret}\r\n", receiver.Requests.Single().Header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_messages_go_several_at_a_time_and_each_once()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted) { Delay = TimeSpan.FromMilliseconds(20) };
        var messages = Enumerable.Range(0, 100).Select(number => $"message {number}").ToArray();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Cef, receiver.Port), messages);
        Assert.Equal((100, null), (outcome.Taken, outcome.Problem));
        Assert.Equal(messages.Order(), receiver.Bodies.Order());
        Assert.InRange(receiver.MostUnderWay, 2, 8);
    }

    [Theory]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    [InlineData("407 Proxy Authentication Required")]
    [InlineData("408 Request Timeout")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    public async Task An_answer_that_has_nothing_to_do_with_the_message_stops_it_after_one_post(string status)
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Status(status));
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}", "{}", "{}");
        Assert.Equal((0, 0, status, null), (outcome.Taken, outcome.Refused, outcome.Problem, outcome.Answer));
        Assert.Single(receiver.Requests);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("413 Content Too Large")]
    [InlineData("422 Unprocessable Content")]
    public async Task A_message_that_is_refused_for_what_it_holds_is_passed_over(string status)
    {
        using var receiver = new HttpReceiver(body => body == "bad" ? HttpReceiver.Status(status) : HttpReceiver.Accepted);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "a", "bad", "b", "bad", "c");
        Assert.Equal((5, 2, status, "202 Accepted"), (outcome.Taken, outcome.Refused, outcome.Problem, outcome.Answer));
    }

    [Fact]
    public async Task What_came_before_a_failure_is_taken_and_what_came_after_is_not()
    {
        using var receiver = new HttpReceiver(body => body == "25" ? HttpReceiver.Status("503 Busy") : HttpReceiver.Accepted);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port),
            [.. Enumerable.Range(0, 1000).Select(number => $"{number}")]);
        Assert.Equal((25, "503 Busy"), (outcome.Taken, outcome.Problem));
        Assert.InRange(receiver.Requests.Count, 26, 100);
    }

    [Fact]
    public async Task A_redirect_is_told_without_its_query_and_not_followed()
    {
        using var elsewhere = new HttpReceiver(_ => HttpReceiver.Accepted);
        using var receiver = new HttpReceiver(_ =>
            HttpReceiver.Status("302 Found", $"Location: http://127.0.0.1:{elsewhere.Port}/login?back=%2Fgelf\r\n"));
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.Equal((0, $"302 Found, which points to http://127.0.0.1:{elsewhere.Port}/login"), (outcome.Taken, outcome.Problem));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task No_secret_is_told_though_the_receiver_echoes_it()
    {
        using var receiver = new HttpReceiver(_ =>
            HttpReceiver.Status($"307 bad {Secret}", $"Location: http://elsewhere.example/{Secret.Split(' ')[1]}\r\n"));
        var outcome = await SomeSink.SendAsync(Secretly(receiver.Port), "{}");
        Assert.Equal("307 bad ..., which points to http://elsewhere.example/...", outcome.Problem);
        Assert.DoesNotContain(Secret, $"{outcome} {Secretly(1)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_the_receiver_are_cut_and_cannot_reach_a_terminal()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Status($"500 \u001b[31m{new string('x', 1000)}"));
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.Equal(0, outcome.Taken);
        Assert.DoesNotContain('\u001b', outcome.Problem!);
        Assert.InRange(outcome.Problem!.Length, 1, 120);
    }

    [Fact]
    public async Task A_body_without_end_is_not_read()
    {
        const int chunk = 64 * 1024;
        long sent = 0;
        var first = true;
        using var receiver = StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.ReadAtLeastAsync(new byte[10_000], 50, cancellationToken: self.Over);
            if (!first)
            {
                await Task.Delay(500, self.Over);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(HttpReceiver.Accepted), self.Over);
                return;
            }
            first = false;
            await stream.WriteAsync("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), self.Over);
            for (; ; sent += chunk)
                await stream.WriteAsync((byte[])[.. "10000\r\n"u8, .. new byte[chunk], .. "\r\n"u8], self.Over);
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}", "{}");
        Assert.Equal((2, null), (outcome.Taken, outcome.Problem));
        // What the buffers of both sides hold.
        Assert.InRange(Volatile.Read(ref sent), 0, 20_000_000);
    }

    [Theory]
    [InlineData("220 mail.example at your service\r\n\r\n", "the answer is no HTTP")]
    [InlineData("HTTP/1.1 202 Accepted\r\n", "connection closed without an answer")]
    [InlineData("", "connection closed without an answer")]
    public async Task An_answer_that_is_none_is_told(string answer, string problem)
    {
        using var receiver = StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.ReadAtLeastAsync(new byte[10_000], 50, cancellationToken: self.Over);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), self.Over);
            socket.Shutdown(SocketShutdown.Send);
            await self.KeepAsync(stream);
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.Equal((0, problem), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_header_without_end_is_told()
    {
        using var receiver = new HttpReceiver(_ => $"HTTP/1.1 202 Accepted\r\nX: {new string('x', 100_000)}\r\n\r\n");
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.Equal((0, "the answer's header is too long"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_refused_connection_is_told()
    {
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, SomeSink.FreePort()), "{}", "{}");
        Assert.Equal((0, "connection refused"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_given_up_after_some_seconds()
    {
        using var silent = new SilentPort();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, silent.Port), "{}")
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, $"no answer from 127.0.0.1:{silent.Port}"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_after_some_seconds()
    {
        using var receiver = StreamReceiver.ThatStays();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}")
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, $"no answer from 127.0.0.1:{receiver.Port}"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task The_deadline_ends_it_and_what_was_taken_by_then_counts()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted) { Delay = TimeSpan.FromMilliseconds(100) };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port),
            SomeSink.Messages([.. Enumerable.Repeat("{}", 2000)]), deadline.Token);
        Assert.InRange(outcome.Taken, 1, 1999);
        Assert.Equal("not in the time that there was", outcome.Problem);
    }

    [Fact]
    public async Task A_proxy_that_the_environment_names_is_not_asked()
    {
        using var proxy = new HttpReceiver(_ => HttpReceiver.Status("502 Bad Gateway"));
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted);
        // What the framework makes of the environment; it looks there once only.
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", proxy.Port);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
        Assert.Empty(proxy.Requests);
        // A proxy would be given the whole URL.
        Assert.StartsWith("POST / HTTP/1.1\r\n", receiver.Requests.Single().Header, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_header_is_told_without_being_shown()
    {
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted);
        var sink = SomeSink.At(Scheme.Http, SinkType.Gelf, receiver.Port,
            security: new SinkSecurity { Authorization = "Bearer secret\r\nX-Injected: 1" });
        var outcome = await SomeSink.SendAsync(sink, "{}");
        Assert.Equal((0, "authorization holds what no header can"), (outcome.Taken, outcome.Problem));
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task HTTPS_trusts_the_authority_that_was_named()
    {
        using var folder = new TemporaryFolder();
        using var authority = new Authority();
        using var certificate = authority.Issue();
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted, certificate);
        var security = new SinkSecurity { AuthorityFile = folder.Write("authority.pem", authority.Pem) };
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Https, SinkType.Gelf, receiver.Port, security: security), "{}", "{}");
        Assert.Equal((2, null, "202 Accepted"), (outcome.Taken, outcome.Problem, outcome.Answer));
    }

    [Fact]
    public async Task HTTPS_turns_down_a_certificate_that_is_not_trusted_and_sends_it_no_secret()
    {
        using var certificate = Authority.SelfSigned();
        using var receiver = new HttpReceiver(_ => HttpReceiver.Accepted, certificate);
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Https, SinkType.Gelf, receiver.Port, security: new SinkSecurity { Authorization = Secret }), "{}");
        Assert.Equal((0, "certificate is not trusted: CN=receiver signed it itself"), (outcome.Taken, outcome.Problem));
        Assert.Empty(receiver.Requests);
    }

    private static MessageSink Secretly(int port) =>
        SomeSink.At(Scheme.Http, SinkType.Gelf, port, security: new SinkSecurity { Authorization = Secret });
}
