using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IntegrityWatch.Delivery;
using IntegrityWatch.Delivery.Transports.Streams;
using IntegrityWatch.EndToEnd.Receivers;

namespace IntegrityWatch.Tests.Delivery.Transports;

public sealed class TlsTransportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Authority authority = new();

    private SinkSecurity Trusting => new() { AuthorityFile = folder.Write("authority.pem", authority.Pem) };

    public void Dispose()
    {
        folder.Dispose();
        authority.Dispose();
    }

    [Theory]
    [InlineData(SinkType.Gelf, SslProtocols.Tls12, "{}\0", "TLS 1.2")]
    [InlineData(SinkType.Syslog, SslProtocols.Tls13, "2 {}", "TLS 1.3")]
    public async Task Messages_arrive_in_their_frames_and_the_receiver_is_named(
        SinkType type, SslProtocols protocol, string framed, string told)
    {
        using var certificate = authority.Issue();
        using var receiver = Serve(certificate, protocol: protocol);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, type, receiver.Port, security: Trusting), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
        Assert.Equal($"taken, and the connection closed; {told}, CN=receiver", outcome.Answer);
        Assert.Equal(framed, receiver.Text);
    }

    [Fact]
    public void A_file_of_authorities_may_begin_with_a_byte_order_mark() =>
        Assert.Single(PemFiles.Authorities(folder.Write("marked.pem", $"\uFEFF{authority.Pem}")));

    [Fact]
    public async Task The_end_is_told_in_TLS_so_that_a_receiver_knows_it_has_everything()
    {
        const byte alert = 21;
        using var certificate = authority.Issue();
        using var receiver = Serve(certificate, protocol: SslProtocols.Tls12);
        using var wire = StreamReceiver.That(async (self, socket) =>
        {
            await using var client = new NetworkStream(socket, ownsSocket: true);
            using var onward = new TcpClient("127.0.0.1", receiver.Port);
            var back = onward.GetStream().CopyToAsync(client, self.Over);
            await self.KeepAsync(client, onward.GetStream());
            onward.Client.Shutdown(SocketShutdown.Send);
            await back;
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, wire.Port, security: Trusting), "{}");
        Assert.Equal((1, "{}\n"), (outcome.Taken, receiver.Text));
        Assert.Equal(alert, RecordTypes(wire.Received)[^1]);
    }

    [Fact]
    public async Task Many_megabytes_arrive_as_they_were()
    {
        using var certificate = authority.Issue();
        using var receiver = Serve(certificate);
        var messages = Enumerable.Repeat((ReadOnlyMemory<byte>)SomeSink.Incompressible(100_001), 30).ToList();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Syslog, receiver.Port, security: Trusting), messages);
        Assert.Equal((30, null), (outcome.Taken, outcome.Problem));
        Assert.Equal(messages.Select(message => message.ToArray()), StreamDecoder.Counted(receiver.Received));
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_the_system_does_not_know_is_not_trusted()
    {
        using var certificate = authority.Issue();
        await IsRefusedAsync(certificate, SinkSecurity.Default, "certificate is not trusted: CN=some authority issued it");
    }

    [Fact]
    public async Task A_certificate_of_another_authority_than_the_one_that_was_named_is_not_trusted()
    {
        using var other = new Authority("CN=other");
        using var certificate = other.Issue();
        await IsRefusedAsync(certificate, Trusting, "certificate is not trusted: CN=other issued it");
    }

    [Fact]
    public async Task A_certificate_that_signed_itself_is_not_trusted()
    {
        using var certificate = Authority.SelfSigned();
        await IsRefusedAsync(certificate, SinkSecurity.Default, "certificate is not trusted: CN=receiver signed it itself");
    }

    [Fact]
    public async Task A_certificate_that_signed_itself_is_trusted_where_it_was_named()
    {
        using var certificate = Authority.SelfSigned();
        var named = new SinkSecurity { AuthorityFile = folder.Write("self.pem", certificate.ExportCertificatePem()) };
        using var receiver = Serve(certificate);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: named), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task An_expired_certificate_is_told()
    {
        using var certificate = authority.Issue(until: DateTimeOffset.UtcNow.AddDays(-1));
        await IsRefusedAsync(certificate, Trusting, "certificate has expired");
    }

    [Fact]
    public async Task A_certificate_of_the_future_is_told()
    {
        using var certificate = authority.Issue(from: DateTimeOffset.UtcNow.AddDays(1));
        await IsRefusedAsync(certificate, Trusting, "certificate is not valid yet");
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_told()
    {
        using var certificate = authority.Issue(host: "other.example");
        await IsRefusedAsync(certificate, Trusting, "certificate is for another host");
    }

    [Fact]
    public async Task Whoever_answers_is_believed_where_that_was_decided()
    {
        using var certificate = authority.Issue(until: DateTimeOffset.UtcNow.AddDays(-1), host: "other.example");
        using var receiver = Serve(certificate);
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: new SinkSecurity { VerifyCertificate = false }), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_subject_from_the_network_cannot_reach_a_terminal()
    {
        using var certificate = Authority.SelfSigned($"CN=a\u001b[31m{new string('x', 300)}");
        using var receiver = Serve(certificate);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port), "{}");
        Assert.StartsWith("certificate is not trusted: ", outcome.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Problem!);
        Assert.InRange(outcome.Problem!.Length, 1, 180);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task This_host_shows_its_certificate(SslProtocols protocol)
    {
        string? shown = null;
        using var certificate = authority.Issue();
        using var receiver = Serve(certificate, client => shown = client, protocol);
        var outcome = await SomeSink.SendAsync(
            SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: Showing(Trusting)), "{}");
        Assert.Equal((1, null), (outcome.Taken, outcome.Problem));
        Assert.Equal("CN=this host", shown);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_receiver_that_wants_a_certificate_and_gets_none_has_nothing(string protocol)
    {
        var (certificate, key) = Files("receiver", "CN=receiver");
        using var receiver = OpenSslServer.Start("-cert", certificate, "-key", key, "-Verify", "1", "-verify_return_error", protocol);
        Required.Unless(receiver is not null, "this machine has no openssl");
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: Trusting), "{}");
        Assert.Equal(0, outcome.Taken);
        // Which of the two arrives first is the network's choice.
        Assert.Matches("^(the receiver broke TLS off: (certificate required|handshake failure)|connection reset)$", outcome.Problem);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_told_before_anybody_is_called()
    {
        var key = folder.Write("empty.pem", "");
        using var receiver = StreamReceiver.ThatReads();
        async Task<string?> ProblemAsync(SinkSecurity security) =>
            (await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: security), "{}")).Problem;

        Assert.Equal($"no such file: {folder["none"]}", await ProblemAsync(new() { AuthorityFile = folder["none"] }));
        Assert.Equal($"no certificate in {key}", await ProblemAsync(new() { AuthorityFile = key }));
        Assert.Equal($"no fitting certificate or key in {key}", await ProblemAsync(Showing(Trusting) with { KeyFile = key }));
        Assert.Equal(0, receiver.Connections);
    }

    [Fact]
    public async Task A_receiver_that_speaks_no_TLS_is_told()
    {
        using var receiver = StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync("220 mail.example at your service\r\n"u8.ToArray(), self.Over);
            await self.KeepAsync(stream);
        });
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port), "{}");
        Assert.Equal((0, "TLS handshake failed"), (outcome.Taken, outcome.Problem));
    }

    [Fact]
    public async Task A_receiver_that_never_shakes_hands_is_given_up()
    {
        using var receiver = StreamReceiver.ThatIgnores();
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port), "{}")
            .WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, $"no answer from 127.0.0.1:{receiver.Port}"), (outcome.Taken, outcome.Problem));
    }

    /// <summary>RFC 5246, section 6.2.1: a byte of type, two of version, two of length.</summary>
    private static List<byte> RecordTypes(byte[] stream)
    {
        var types = new List<byte>();
        for (var at = 0; at < stream.Length; at += 5 + (stream[at + 3] << 8 | stream[at + 4]))
            types.Add(stream[at]);
        return types;
    }

    private SinkSecurity Showing(SinkSecurity security)
    {
        var (certificate, key) = Files("host", "CN=this host");
        return security with { CertificateFile = certificate, KeyFile = key };
    }

    private (string Certificate, string Key) Files(string file, string name)
    {
        using var certificate = authority.Issue(name);
        return (folder.Write($"{file}.pem", certificate.ExportCertificatePem()),
            folder.Write($"{file}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
    }

    private static async Task IsRefusedAsync(X509Certificate2 certificate, SinkSecurity security, string problem)
    {
        using var receiver = Serve(certificate);
        var outcome = await SomeSink.SendAsync(SomeSink.At(Scheme.Tls, SinkType.Ecs, receiver.Port, security: security), "{}");
        Assert.Equal((0, problem), (outcome.Taken, outcome.Problem));
        Assert.Empty(receiver.Received);
    }

    /// <param name="shown">Gets the subject of the client's certificate, which is then asked for.</param>
    private static StreamReceiver Serve(
        X509Certificate2 certificate, Action<string>? shown = null, SslProtocols protocol = SslProtocols.None) =>
        StreamReceiver.That(async (self, socket) =>
        {
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                EnabledSslProtocols = protocol,
                ClientCertificateRequired = shown is not null,
                RemoteCertificateValidationCallback = (_, client, _, _) =>
                {
                    if (client is not null)
                        shown?.Invoke(client.Subject);
                    return shown is null || client is not null;
                },
            });
            await self.KeepAsync(stream);
        });
}
