using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;
using IntegrityWatch.Detection;

namespace IntegrityWatch.Tests.Cli;

[Collection(nameof(Variables))]
public sealed class SinkReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Variables variables = new();

    public void Dispose()
    {
        variables.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_type_and_an_address_are_enough()
    {
        var sink = Assert.Single(Read("""{"sinks": [{"type": "gelf", "address": "tcp://log.example:12201"}]}"""));

        Assert.Equal("gelf tcp://log.example:12201", sink.Name);
        Assert.Equal((SinkType.Gelf, Severity.Low, SinkContent.Findings), (sink.Type, sink.MinSeverity, sink.Send));
        Assert.Equal(new SinkAddress(Scheme.Tcp, "log.example", 12201, ""), sink.Address);
        Assert.True(sink.Security.VerifyCertificate);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var sink = Assert.Single(Read("""
            {"sinks": [{"name": "siem", "type": "Syslog", "address": "tls://siem.example", "minSeverity": "High", "send": ["findings", "techniques",
              "observations", "scans"], "authorityFile": "/ca.pem", "certificateFile": "/me.pem", "keyFile": "/me.key", "authorizationFile": "/token",
              "verifyCertificate": false}]}
            """));

        Assert.Equal(("siem", SinkType.Syslog, Severity.High), (sink.Name, sink.Type, sink.MinSeverity));
        Assert.Equal(SinkContent.Findings | SinkContent.Techniques | SinkContent.Observations | SinkContent.Scans, sink.Send);
        Assert.Equal(("/ca.pem", "/me.pem", "/me.key", "/token"), (sink.Security.AuthorityFile, sink.Security.CertificateFile, sink.Security.KeyFile,
            sink.Security.AuthorizationFile));
        Assert.False(sink.Security.VerifyCertificate);
    }

    [Theory]
    [InlineData("gelf", "udp://log.example", Scheme.Udp, "log.example", 12201, "")]
    [InlineData("gelf", "tls://[2001:db8::1]:7", Scheme.Tls, "2001:db8::1", 7, "")]
    [InlineData("gelf", "http://log.example:12202", Scheme.Http, "log.example", 12202, "/gelf")]
    [InlineData("gelf", "https://log.example/in/gelf", Scheme.Https, "log.example", 443, "/in/gelf")]
    [InlineData("syslog", "UDP://Log.example", Scheme.Udp, "log.example", 514, "")]
    [InlineData("syslog", "tls://log.example/", Scheme.Tls, "log.example", 6514, "")]
    [InlineData("syslog", "unix:///dev/log", Scheme.Unix, "", 0, "/dev/log")]
    [InlineData("ecs", "file:///var/log/a%20b", Scheme.File, "", 0, "/var/log/a b")]
    [InlineData("cef", "tcp://10.0.0.1:515", Scheme.Tcp, "10.0.0.1", 515, "")]
    public void An_address_says_how_and_where_to(string type, string address, Scheme scheme, string host, int port, string path) =>
        Assert.Equal(new SinkAddress(scheme, host, port, path), Assert.Single(Read(Sink(type, address))).Address);

    [Theory]
    [InlineData("gelf", "log.example:12201")]
    [InlineData("gelf", "ftp://log.example")]
    [InlineData("gelf", "unix:///dev/log")]
    [InlineData("syslog", "https://log.example")]
    [InlineData("ecs", "tcp://log.example")]
    [InlineData("cef", "udp://log.example:0")]
    [InlineData("cef", "udp://log.example:99999")]
    [InlineData("gelf", "tcp://log.example/gelf")]
    [InlineData("gelf", "tcp://")]
    [InlineData("ecs", "file://var/log/x")]
    [InlineData("ecs", "file:///")]
    [InlineData("ecs", "file:///var/log/")]
    [InlineData("ecs", "m:/x")]
    [InlineData("gelf", "http://log.example/#x")]
    public void What_is_no_address_for_the_type_is_told_with_its_key_and_what_would_be(string type, string address)
    {
        var fault = Fault(Sink(type, address));

        Assert.Equal($"configuration has a wrong address: sinks:0:address is {address}", fault.Message);
        Assert.NotNull(fault.Hint);
    }

    [Fact]
    public void What_is_longer_than_any_address_is_not_even_looked_at()
    {
        var address = "file:///" + new string('a', 1 << 20);
        var configuration = Sink("ecs", address);
        Fault(configuration);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<CannotCheckException>(() => SinkAddressReader.Read(address, SinkType.Ecs, "sinks:0:address"));

        Assert.Equal("configuration has a wrong address: sinks:0:address is longer than 16384 characters", fault.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("""{"sinks": [{"type": "gelf"}]}""", "configuration lacks a key: sinks:0:address")]
    [InlineData("""{"sinks": [{"address": "tcp://a:1"}]}""", "configuration lacks a key: sinks:0:type")]
    [InlineData("""{"sinks": [{"type": "gelv", "address": "tcp://a:1"}]}""", "configuration value is unknown: sinks:0:type is gelv")]
    [InlineData("""{"sinks": [{"type": "0", "address": "tcp://a:1"}]}""", "configuration value is unknown: sinks:0:type is 0")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1", "minSeverity": "bad"}]}""", "configuration value is unknown: sinks:0:minSeverity is bad")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1", "send": ["all"]}]}""", "configuration value is unknown: sinks:0:send is all")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1", "verifyCertificate": "no"}]}""", "configuration value is unknown: sinks:0:verifyCertificate is no")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tls://a:1", "keyFile": "k"}]}""", "configuration is wrong: sinks:0: certificateFile and keyFile belong together")]
    [InlineData("""{"sinks": [{"type": "gelf", "address": "tcp://a:1"}, {"type": "gelf", "address": "tcp://a:1"}]}""", "configuration names two sinks alike: gelf tcp://a:1")]
    public void What_is_missing_or_unknown_is_told_with_its_key(string configuration, string message) =>
        Assert.Equal(message, Fault(configuration).Message);

    [Fact]
    public void A_misspelt_key_of_a_sink_is_told_with_its_place_and_the_nearest_key()
    {
        var fault = Fault("""{"sinks": [{"type": "gelf", "address": "tcp://a:1"}, {"type": "gelf", "adress": "tcp://a:1"}]}""");

        Assert.Equal($"configuration key is unknown: sinks:1:adress in {folder["mine.json"]}", fault.Message);
        Assert.Equal("did you mean sinks:1:address", fault.Hint);
    }

    [Fact]
    public void A_secret_in_a_file_is_refused_and_not_printed()
    {
        var fault = Fault("""{"sinks": [{"type": "gelf", "address": "https://a", "authorization": "Bearer x9"}]}""");

        Assert.StartsWith("configuration holds a secret: sinks:0:authorization in ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("x9", fault.Message + fault.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://user:x9@log.example")]
    [InlineData("user:x9@log.example")]
    [InlineData("https://log.example/gelf?token=x9")]
    public void A_secret_in_an_address_is_refused_and_not_printed(string address)
    {
        var fault = Fault(Sink("gelf", address));

        Assert.Equal("configuration holds a secret: sinks:0:address", fault.Message);
        Assert.DoesNotContain("x9", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_may_come_from_a_variable_and_is_in_nothing_that_is_printed()
    {
        variables.Set("INTEGRITYWATCH__SINKS__0__AUTHORIZATION", "Bearer x9");

        var sink = Assert.Single(Read(Sink("gelf", "https://log.example")));

        Assert.Equal("Bearer x9", sink.Security.Authorization);
        Assert.DoesNotContain("x9", sink.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_those_of_the_settings()
    {
        Assert.Equal(Names<Settings>(), SettingKey.All.Select(key => key.Name).Order());
        Assert.Equal(Names<SinkSettings>(), SettingKey.All.Single(key => key.Name == "sinks").Keys.Select(key => key.Name).Order());
    }

    private static IEnumerable<string> Names<T>() =>
        typeof(T).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]).Order();

    private static string Sink(string type, string address) => $$"""{"sinks": [{"type": "{{type}}", "address": "{{address}}"}]}""";

    private IReadOnlyList<MessageSink> Read(string configuration) => SinkReader.Read(SettingsLoader.Load(folder.Write("mine.json", configuration)));

    private CannotCheckException Fault(string configuration) => Assert.Throws<CannotCheckException>(() => Read(configuration));
}
