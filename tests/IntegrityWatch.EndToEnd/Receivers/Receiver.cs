using System.Net.NetworkInformation;
using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>A program of others that takes messages and tells what it understood, one JSON object a line.</summary>
internal abstract class Receiver : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("integritywatch-receiver-");
    private Daemon? daemon;

    /// <param name="scheme">What carries the messages: udp, tcp, tls, http, https or unix.</param>
    protected Receiver(string scheme)
    {
        Scheme = scheme;
        Certificates = scheme is "tls" or "https" ? new Certificates(Folder) : null;
    }

    /// <summary>
    /// Named by program and scheme, such as <c>rsyslog udp</c>. Not started yet.
    /// </summary>
    public static Receiver Named(string name) => name.Split(' ') switch
    {
        ["rsyslog", var scheme] => new Rsyslog(scheme),
        ["syslog-ng", var scheme] => new SyslogNg(scheme),
        ["go-gelf", var scheme] => new GoGelf(scheme),
        ["graygelf", "udp"] => new GrayGelf(),
        _ => throw new ArgumentException(name),
    };

    /// <summary>gelf or syslog, as the configuration says it.</summary>
    public abstract string Form { get; }

    /// <summary>As the configuration says it. Certificates are for a name, and the name is tried.</summary>
    public virtual string Address => Scheme switch
    {
        "unix" => $"unix://{Path.Combine(Folder, "log")}",
        "http" or "https" => $"{Scheme}://localhost:{Port}/gelf",
        "tls" => $"tls://localhost:{Port}",
        _ => $"{Scheme}://127.0.0.1:{Port}",
    };

    /// <summary>The PEM file of who vouches for it; null where it speaks in clear.</summary>
    public string? Authority => Certificates?.Authority;

    protected string Scheme { get; }

    protected Certificates? Certificates { get; }

    protected int Port { get; } = FreePort.Next();

    protected string Folder => folder.FullName;

    /// <summary>Where the program writes what it understood.</summary>
    protected virtual string Output => Path.Combine(Folder, "received");

    /// <summary>Variables that the program needs.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

    /// <summary>Starts it and waits until messages can come. Skips the test where it is not on this machine.</summary>
    public void Start()
    {
        var command = Command();
        daemon = new Daemon(Folder, Environment, command);
        daemon.Await(IsListening, $"a socket at {Address}");
    }

    /// <summary>Waits until so many messages have come, and for more that may follow.</summary>
    public IReadOnlyList<ReceivedMessage> Received(int count) => Received(messages => messages.Count >= count, $"message {count}");

    /// <summary>Waits until enough messages have come, and for more that may follow.</summary>
    public IReadOnlyList<ReceivedMessage> Received(Func<IReadOnlyList<ReceivedMessage>, bool> enough, string what)
    {
        daemon!.Await(() => enough(Messages()), what);
        Waiting.UntilQuiet(() => Messages().Count);
        return Messages();
    }

    public void Dispose()
    {
        daemon?.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Writes the configuration it needs and tells how it is started.</summary>
    protected abstract string[] Command();

    /// <summary>Reads a line of what it understood.</summary>
    protected abstract ReceivedMessage Read(JsonElement line);

    private bool IsListening()
    {
        var host = IPGlobalProperties.GetIPGlobalProperties();
        return Scheme switch
        {
            "unix" => Path.Exists(Path.Combine(Folder, "log")),
            "udp" => host.GetActiveUdpListeners().Any(listener => listener.Port == Port),
            _ => host.GetActiveTcpListeners().Any(listener => listener.Port == Port),
        };
    }

    private List<ReceivedMessage> Messages()
    {
        var text = File.Exists(Output) ? File.ReadAllText(Output) : "";
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadLine)];
    }

    private ReceivedMessage ReadLine(string line)
    {
        using var document = JsonDocument.Parse(line);
        if (document.RootElement.TryGetProperty("error", out var error))
            Assert.Fail($"{GetType().Name} could not read what came: {error}");
        return Read(document.RootElement);
    }
}
